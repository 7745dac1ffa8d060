package authz

// Rights of the left menu and the top bar.
const (
	SideOpenTicket       Right = "side_open_ticket"        // "New ticket" button and opening form
	SideYour             Right = "side_your"               // section "Your tickets"
	SideYourNotRead      Right = "side_your_not_read"      // view of one's tickets not yet read
	SideYourNotAttribute Right = "side_your_not_attribute" // view of one's requests without technician
	SideYourMeta         Right = "side_your_meta"          // meta state "To do" for oneself
	SideYourTechGroup    Right = "side_your_tech_group"    // views "[G] group" of one's technician groups
	SideUserCompany      Right = "side_user_company"       // menu "My company" (needs the company parameter)
	SideAll              Right = "side_all"                // section "All tickets"
	SideAllWait          Right = "side_all_wait"           // view of all tickets without technician
	SideAllMeta          Right = "side_all_meta"           // meta state "To do" for all
	SideAllServiceDisp   Right = "side_all_service_disp"   // see all tickets of one's departments
	SideAllServiceEdit   Right = "side_all_service_edit"   // change all tickets of one's departments
	SideAllAgencyDisp    Right = "side_all_agency_disp"    // see all tickets of one's branches
	SideAllAgencyEdit    Right = "side_all_agency_edit"    // change all tickets of one's branches
	SideView             Right = "side_view"               // section "Personal views"
	SidePlanning         Right = "side_planning"           // menu Calendar
	SideAsset            Right = "side_asset"              // menu Assets
	SideAssetAllState    Right = "side_asset_all_state"    // one line per asset state in the menu
	SideAssetWarranty    Right = "side_asset_warranty"     // line "Warranty" in the menu
	SideProcedure        Right = "side_procedure"          // menu Procedures
	SideKnowledge        Right = "side_knowledge"          // menu Knowledge base
	SideAvailability     Right = "side_availability"       // menu Availability
	SideStat             Right = "side_stat"               // menu Statistics
	SideDocument         Right = "side_document"           // menu Documents
	SideSupervision      Right = "side_supervision"        // supervision screen
	UserBar              Right = "user_bar"                // extended user bar (activity, to do, workload, resolved)
	EntitySwitch         Right = "entity_switch"           // choose the current entity (if several assignments)
)

var menuRights = section(SectionMenu, []row{
	{SideOpenTicket, Local, "-PSTA", ""},
	{SideYour, Local, "UPSTA", ""},
	{SideYourNotRead, Local, "---TA", ""},
	{SideYourNotAttribute, Local, "UPS--", ""},
	{SideYourMeta, Local, "---TA", "ticket_meta_todo"},
	{SideYourTechGroup, Local, "---TA", ""},
	{SideUserCompany, Local, "-----", "company_tickets_visible"},
	{SideAll, Local, "--STA", ""},
	{SideAllWait, Local, "--STA", ""},
	{SideAllMeta, Local, "--STA", "ticket_meta_todo"},
	{SideAllServiceDisp, Local, "-----", "department_tickets"},
	{SideAllServiceEdit, Local, "-----", "department_tickets"},
	{SideAllAgencyDisp, Local, "-----", "agencies"},
	{SideAllAgencyEdit, Local, "-----", "agencies"},
	{SideView, Local, "--STA", ""},
	{SidePlanning, Local, "--STA", "calendar"},
	{SideAsset, Local, "--STA", "asset_enabled"},
	{SideAssetAllState, Local, "--STA", "asset_enabled"},
	{SideAssetWarranty, Local, "--STA", "asset_warranty"},
	{SideProcedure, Local, "--STA", "procedure_enabled"},
	{SideKnowledge, Local, "UPSTA", "knowledge_enabled"},
	{SideAvailability, Local, "--STA", "availability_enabled"},
	{SideStat, Local, "--STA", ""},
	{SideDocument, Local, "---TA", ""},
	{SideSupervision, Local, "--STA", ""},
	{UserBar, Local, "---TA", ""},
	{EntitySwitch, Local, "UPSTA", ""},
})
