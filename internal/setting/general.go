package setting

// Parameters of the tab General (80-administration-settings-lists.md § 2).
const (
	CompanyName     TextKey = "company_name"
	CompanyLogo     TextKey = "company_logo" // name of the stored file; empty: the product's
	ServerURL       TextKey = "server_url"   // without a slash at its end; empty: the first address used
	TimeZone        TextKey = "time_zone"
	DefaultLanguage TextKey = "default_language"

	LinesPerPage     IntKey  = "lines_per_page"
	MessageDisplayMS IntKey  = "message_display_ms"
	AutoRefreshS     IntKey  = "auto_refresh_s" // 0: never
	DefaultState     TextKey = "default_state"
	TicketOrder      TextKey = "ticket_order"
	SoundNewTicket   BoolKey = "sound_new_ticket"
	CSVSeparator     TextKey = "csv_separator"

	TicketNextNumber      IntKey  = "ticket_next_number" // 0: highest + 1
	TicketMetaTodo        BoolKey = "ticket_meta_todo"
	TicketPlaces          BoolKey = "ticket_places"
	TicketTypes           BoolKey = "ticket_types"
	SupervisorsAssignable BoolKey = "supervisors_assignable"
	ReopenDays            IntKey  = "reopen_days" // 0: never
	OldTicketDays         IntKey  = "old_ticket_days"
	DefaultTechGroup      IntKey  = "default_technician_group" // 0: none

	UserAdvanced         BoolKey  = "user_advanced"
	UserCustom1Label     LocalKey = "user_custom1_label"
	UserCustom2Label     LocalKey = "user_custom2_label"
	SelfRegister         BoolKey  = "self_register"
	SelfRegisterDomains  ListKey  = "self_register_domains" // empty: all
	SelfRegisterApproval BoolKey  = "self_register_approval"
	DefaultProfile       TextKey  = "default_profile"

	UserTicketLimit       BoolKey = "user_ticket_limit"
	CompanyTicketLimit    BoolKey = "company_ticket_limit"
	CompanyTicketsVisible BoolKey = "company_tickets_visible"
	Agencies              BoolKey = "agencies"
	DepartmentTickets     BoolKey = "department_tickets"

	UploadsEnabled           BoolKey = "uploads_enabled"
	AttachmentsMax           IntKey  = "attachments_max"
	AttachmentMaxMB          IntKey  = "attachment_max_mb" // of 1,048,576 bytes
	AttachmentsBlocked       ListKey = "attachments_blocked"
	AttachmentsDeleteOnClose BoolKey = "attachments_delete_on_close"

	SessionIdleS     IntKey = "session_idle_s"
	SessionMaxH      IntKey = "session_max_h"
	SessionRememberD IntKey = "session_remember_d" // 0: not offered

	MaintenanceLoginText  LocalKey = "maintenance_login_text"  // {end} is replaced
	MaintenanceNotifyText LocalKey = "maintenance_notify_text" // {start} and {end} are replaced
	MaintenanceNotifyMin  IntKey   = "maintenance_notify_min"
	BanDefaultEnd         TextKey  = "ban_default_end"

	ManagePhone      TextKey = "manage_phone"
	ManageLicence    TextKey = "manage_licence"
	ManageMonitor    TextKey = "manage_monitor"
	ManagePrinter    TextKey = "manage_printer"
	ManagePeripheral TextKey = "manage_peripheral"

	WorkingHours HoursKey = "working_hours"
	Holidays     ListKey  = "holidays"
	Debug        BoolKey  = "debug" // off by itself a day after it was switched on: ask Values.Debugging
)

// blocked are the extensions of ATT-005.
const blocked = "php; php3; php4; php5; php7; phtml; phar; exe; com; bat; cmd; msi; msp; scr; pif; cpl; dll; lnk; reg; hta; jar; " +
	"ps1; psm1; vbs; vbe; js; mjs; jse; wsf; wsh; sh; bash; cgi; pl; py; rb; asp; aspx; jsp; htaccess"

var generalTab = []section{
	in(General, "identity",
		line(CompanyName, "My company", 1, 100).refused("setting.company_missing"), // ADM-010
		typed(CompanyLogo, File, "").perEntity(),
		typed(ServerURL, WebAddress, ""),
		typed(TimeZone, Zone, "Europe/Paris"),
		choice(DefaultLanguage, "fr", "fr", "en", "es", "de"),
	),
	in(General, "display",
		whole(LinesPerPage, 20, 5, 500),
		whole(MessageDisplayMS, 3000, 500, 20_000).unit(Milliseconds),
		whole(AutoRefreshS, 0, 10, 3600).orZero().unit(Seconds).refused("setting.refresh"),
		typed(DefaultState, View, "your"),
		choice(TicketOrder, "number", "number", "state", "criticality", "priority", "date_hope", "date_create", "activity"),
		flag(SoundNewTicket, false),
		choice(CSVSeparator, ";", ";", ",", "tab"),
	),
	in(General, "tickets",
		whole(TicketNextNumber, 0, 1, 999_999_999).orZero(),
		flag(TicketMetaTodo, true),
		flag(TicketPlaces, false),
		flag(TicketTypes, false),
		flag(SupervisorsAssignable, false),
		whole(ReopenDays, 30, 0, 3650).unit(Days),
		whole(OldTicketDays, 10, 1, 365).unit(Days),
		whole(DefaultTechGroup, 0, 0, maxID).perEntity(),
	),
	in(General, "users",
		flag(UserAdvanced, false),
		local(UserCustom1Label, Local, 40).with(UserAdvanced),
		local(UserCustom2Label, Local, 40).with(UserAdvanced),
		flag(SelfRegister, false),
		several(SelfRegisterDomains, Domains, "").with(SelfRegister),
		flag(SelfRegisterApproval, false).with(SelfRegister),
		choice(DefaultProfile, "power_user", "user", "power_user"),
	),
	in(General, "visibility",
		flag(UserTicketLimit, false),
		flag(CompanyTicketLimit, false),
		flag(CompanyTicketsVisible, false),
		flag(Agencies, false),
		flag(DepartmentTickets, false),
	),
	in(General, "attachments",
		flag(UploadsEnabled, true),
		whole(AttachmentsMax, 5, 1, 50).with(UploadsEnabled),
		whole(AttachmentMaxMB, 10, 1, 100).unit(Megabytes).with(UploadsEnabled),
		several(AttachmentsBlocked, Extensions, blocked).with(UploadsEnabled),
		flag(AttachmentsDeleteOnClose, false),
	),
	in(General, "sessions",
		whole(SessionIdleS, 3600, 300, 86_400).unit(Seconds),
		whole(SessionMaxH, 24, 1, 720).unit(HoursUnit),
		whole(SessionRememberD, 0, 0, 90).unit(Days),
		local(MaintenanceLoginText, Rich, 1000),
		local(MaintenanceNotifyText, Local, 1000),
		whole(MaintenanceNotifyMin, 30, 1, 10_080).unit(Minutes),
		typed(BanDefaultEnd, Clock, "19:00"),
	),
	in(General, "management",
		management(ManagePhone), management(ManageLicence), management(ManageMonitor), management(ManagePrinter), management(ManagePeripheral),
	),
	in(General, "hours",
		hours(WorkingHours, "mon 09:00-18:00; tue 09:00-18:00; wed 09:00-18:00; thu 09:00-18:00; fri 09:00-18:00"),
		several(Holidays, Dates, ""),
	),
	in(General, "support", flag(Debug, false)),
}

// management is whether devices of a kind are recorded one by one or together (AST-071).
func management(k TextKey) Definition {
	return choice(k, "none", "none", "unit", "global").with(AssetEnabled)
}
