package authz

// Rights of the ticket list.
const (
	DashboardServiceOnly       Right = "dashboard_service_only"         // "All tickets" limited to one's departments
	DashboardAgencyOnly        Right = "dashboard_agency_only"          // "All tickets" limited to one's branches
	DashboardColUser           Right = "dashboard_col_user"             // column: requester
	DashboardColTech           Right = "dashboard_col_tech"             // column: technician
	DashboardColCompany        Right = "dashboard_col_company"          // column: company of the requester
	DashboardColService        Right = "dashboard_col_service"          // column: department
	DashboardColAgency         Right = "dashboard_col_agency"           // column: branch
	DashboardColType           Right = "dashboard_col_type"             // column: type (types on)
	DashboardColCategory       Right = "dashboard_col_category"         // column: category
	DashboardColSubcat         Right = "dashboard_col_subcat"           // column: subcategory
	DashboardColAsset          Right = "dashboard_col_asset"            // column: asset
	DashboardColPlace          Right = "dashboard_col_place"            // column: place (places on)
	DashboardColProduct        Right = "dashboard_col_product"          // column: product
	DashboardColChannel        Right = "dashboard_col_channel"          // column: channel
	DashboardColTag            Right = "dashboard_col_tag"              // column: tags
	DashboardColReceiver       Right = "dashboard_col_receiver"         // column: receiver
	DashboardColCriticality    Right = "dashboard_col_criticality"      // column: criticality
	DashboardColPriority       Right = "dashboard_col_priority"         // column: priority
	DashboardColDateCreate     Right = "dashboard_col_date_create"      // column: creation date
	DashboardColDateCreateHour Right = "dashboard_col_date_create_hour" // column: hour added to the creation date
	DashboardColDateHope       Right = "dashboard_col_date_hope"        // column: estimated resolution date
	DashboardColDateRes        Right = "dashboard_col_date_res"         // column: resolution date
	DashboardColTime           Right = "dashboard_col_time"             // column: time spent
	DashboardColTimeHope       Right = "dashboard_col_time_hope"        // column: estimated time
	DashboardColActivity       Right = "dashboard_col_activity"         // column: activity badge
	DashboardColEntity         Right = "dashboard_col_entity"           // column: entity
	TicketBulk                 Right = "ticket_bulk"                    // bulk actions on the list
	TicketExport               Right = "ticket_export"                  // CSV export of tickets
)

var listRights = section(SectionTicketList, []row{
	{DashboardServiceOnly, Local, "-----", "department_tickets"},
	{DashboardAgencyOnly, Local, "-----", "agencies"},
	{DashboardColUser, Local, "--STA", ""},
	{DashboardColTech, Local, "UPSTA", ""},
	{DashboardColCompany, Local, "--STA", ""},
	{DashboardColService, Local, "--STA", ""},
	{DashboardColAgency, Local, "--STA", "agencies"},
	{DashboardColType, Local, "-----", "ticket_types"},
	{DashboardColCategory, Local, "UPSTA", ""},
	{DashboardColSubcat, Local, "UPSTA", ""},
	{DashboardColAsset, Local, "-----", "asset_enabled"},
	{DashboardColPlace, Local, "UPSTA", "ticket_places"},
	{DashboardColProduct, Local, "--STA", ""},
	{DashboardColChannel, Local, "-----", ""},
	{DashboardColTag, Local, "--STA", ""},
	{DashboardColReceiver, Local, "-----", ""},
	{DashboardColCriticality, Local, "UPSTA", ""},
	{DashboardColPriority, Local, "--STA", ""},
	{DashboardColDateCreate, Local, "UPSTA", ""},
	{DashboardColDateCreateHour, Local, "-----", ""},
	{DashboardColDateHope, Local, "--STA", ""},
	{DashboardColDateRes, Local, "UPSTA", ""},
	{DashboardColTime, Local, "-----", ""},
	{DashboardColTimeHope, Local, "-----", ""},
	{DashboardColActivity, Local, "--STA", ""},
	{DashboardColEntity, Local, "--STA", ""},
	{TicketBulk, Local, "--STA", ""},
	{TicketExport, Local, "--STA", ""},
})
