package authz

// Rights of administration.
const (
	Admin             Right = "admin"              // Administration menu
	AdminUsers        Right = "admin_users"        // manage users
	AdminUserProfile  Right = "admin_user_profile" // give profiles and assignments
	AdminUserDelete   Right = "admin_user_delete"  // delete / anonymise users
	AdminGroups       Right = "admin_groups"       // manage groups
	AdminLists        Right = "admin_lists"        // manage lists (all)
	AdminListsLocal   Right = "admin_lists_local"  // manage lists limited to own entities
	AdminTemplates    Right = "admin_templates"    // manage ticket templates
	AdminRights       Right = "admin_rights"       // rights matrix
	AdminParameters   Right = "admin_parameters"   // parameters: general and functions
	AdminConnectors   Right = "admin_connectors"   // parameters: connectors (SMTP, mailboxes, LDAP, OCS)
	AdminEntities     Right = "admin_entities"     // manage entities
	AdminRules        Right = "admin_rules"        // global rules
	AdminRulesEntity  Right = "admin_rules_entity" // rules of own entities
	AdminLDAP         Right = "admin_ldap"         // run or simulate LDAP import and synchronisation
	AdminOCS          Right = "admin_ocs"          // run OCS imports
	AdminMailRun      Right = "admin_mail_run"     // "Run mail import now"
	AdminSurveys      Right = "admin_surveys"      // survey settings
	AdminAvailability Right = "admin_availability" // availability settings
	AdminForms        Right = "admin_forms"        // public forms
	AdminAPI          Right = "admin_api"          // API tokens of others, server key
	AdminBackup       Right = "admin_backup"       // backup, restore, export
	AdminUpdate       Right = "admin_update"       // updates
	AdminSystem       Right = "admin_system"       // system page, server key
	AdminLogs         Right = "admin_logs"         // logs and audit
	AdminJobs         Right = "admin_jobs"         // scheduler
	AdminMaintenance  Right = "admin_maintenance"  // maintenance windows
	AdminSession      Right = "admin_session"      // see active sessions
	AdminSessionKill  Right = "admin_session_kill" // end sessions
	AdminSessionBan   Right = "admin_session_ban"  // set, force, lift sign-in bans
	MaintenanceAccess Right = "maintenance_access" // use the system during a maintenance window
	DebugDisplay      Right = "debug_display"      // see debug output
)

var adminRights = section(SectionAdministration, []row{
	{Admin, GlobalAnywhere, "---TA", ""},
	{AdminUsers, Local, "---TA", ""},
	{AdminUserProfile, Local, "----A", ""},
	{AdminUserDelete, Global, "----A", ""},
	{AdminGroups, Local, "---TA", ""},
	{AdminLists, Global, "---TA", ""},
	{AdminListsLocal, Local, "---TA", ""},
	{AdminTemplates, Local, "---TA", ""},
	{AdminRights, Global, "----A", ""},
	{AdminParameters, Global, "----A", ""},
	{AdminConnectors, Global, "----A", ""},
	{AdminEntities, Local, "----A", ""},
	{AdminRules, Global, "----A", ""},
	{AdminRulesEntity, Local, "----A", ""},
	{AdminLDAP, Global, "---TA", ""},
	{AdminOCS, Global, "---TA", ""},
	{AdminMailRun, Global, "---TA", ""},
	{AdminSurveys, Global, "----A", ""},
	{AdminAvailability, Global, "----A", ""},
	{AdminForms, Local, "----A", ""},
	{AdminAPI, Global, "----A", ""},
	{AdminBackup, Global, "----A", ""},
	{AdminUpdate, Global, "----A", ""},
	{AdminSystem, Global, "----A", ""},
	{AdminLogs, Global, "----A", ""},
	{AdminJobs, Global, "----A", ""},
	{AdminMaintenance, Global, "----A", ""},
	{AdminSession, Local, "----A", ""},
	{AdminSessionKill, Local, "----A", ""},
	{AdminSessionBan, Local, "----A", ""},
	{MaintenanceAccess, Global, "----A", ""},
	{DebugDisplay, Global, "----A", ""},
})
