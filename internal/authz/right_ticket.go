package authz

// Rights of the fields of a ticket. "_disp" shows a field, the plain
// code lets it be changed, "_mandatory" requires it, "ticket_new_" is the opening form.
const (
	TicketUserDisp             Right = "ticket_user_disp"             // see requester
	TicketUser                 Right = "ticket_user"                  // change requester
	TicketNewUser              Right = "ticket_new_user"              // choose the requester when opening
	TicketUserMandatory        Right = "ticket_user_mandatory"        // requester required
	TicketUserCompany          Right = "ticket_user_company"          // prefix requester proposals with the company
	TicketUserActions          Right = "ticket_user_actions"          // add / edit a requester from the ticket
	TicketUserCard             Right = "ticket_user_card"             // requester card with counts and tickets
	TicketTechDisp             Right = "ticket_tech_disp"             // see technician
	TicketTech                 Right = "ticket_tech"                  // change technician
	TicketNewTech              Right = "ticket_new_tech"              // choose the technician when opening
	TicketTechMandatory        Right = "ticket_tech_mandatory"        // technician required
	TicketTechActions          Right = "ticket_tech_actions"          // add / edit a technician from the ticket
	TicketSupplierDisp         Right = "ticket_supplier_disp"         // see supplier
	TicketSupplier             Right = "ticket_supplier"              // change supplier
	TicketTypeDisp             Right = "ticket_type_disp"             // see type
	TicketType                 Right = "ticket_type"                  // change type (locked when off)
	TicketNewType              Right = "ticket_new_type"              // choose type when opening
	TicketTypeMandatory        Right = "ticket_type_mandatory"        // type required
	TicketCatDisp              Right = "ticket_cat_disp"              // see category and subcategory
	TicketCat                  Right = "ticket_cat"                   // change category
	TicketNewCat               Right = "ticket_new_cat"               // choose category when opening
	TicketCatMandatory         Right = "ticket_cat_mandatory"         // category required
	TicketCatActions           Right = "ticket_cat_actions"           // add a subcategory from the ticket
	TicketAssetDisp            Right = "ticket_asset_disp"            // see asset
	TicketAsset                Right = "ticket_asset"                 // change asset
	TicketAssetMandatory       Right = "ticket_asset_mandatory"       // asset required
	TicketNewAssetDisp         Right = "ticket_new_asset_disp"        // see and choose asset when opening
	TicketAssetAll             Right = "ticket_asset_all"             // search among all assets, not only the requester's
	TicketPlaceDisp            Right = "ticket_place_disp"            // see place
	TicketPlace                Right = "ticket_place"                 // change place (locked when off)
	TicketPlaceMandatory       Right = "ticket_place_mandatory"       // place required
	TicketServiceDisp          Right = "ticket_service_disp"          // see department
	TicketService              Right = "ticket_service"               // change department
	TicketServiceMandatory     Right = "ticket_service_mandatory"     // department required
	TicketNewServiceDisp       Right = "ticket_new_service_disp"      // see department when opening
	TicketNewService           Right = "ticket_new_service"           // choose department when opening
	TicketAgency               Right = "ticket_agency"                // see and change branch
	TicketAgencyMandatory      Right = "ticket_agency_mandatory"      // branch required
	TicketProductDisp          Right = "ticket_product_disp"          // see product
	TicketProduct              Right = "ticket_product"               // change product
	TicketNewProductDisp       Right = "ticket_new_product_disp"      // choose product when opening
	TicketProductMandatory     Right = "ticket_product_mandatory"     // product required
	TicketChannelDisp          Right = "ticket_channel_disp"          // see channel
	TicketChannel              Right = "ticket_channel"               // change channel
	TicketTagDisp              Right = "ticket_tag_disp"              // see tags
	TicketTag                  Right = "ticket_tag"                   // change tags
	TicketTagCreate            Right = "ticket_tag_create"            // create tags on the fly
	TicketTitleDisp            Right = "ticket_title_disp"            // see title
	TicketTitle                Right = "ticket_title"                 // change title (locked when off)
	TicketDescriptionDisp      Right = "ticket_description_disp"      // see description
	TicketDescription          Right = "ticket_description"           // change description
	TicketDescriptionMandatory Right = "ticket_description_mandatory" // description required
	TicketAttachmentDisp       Right = "ticket_attachment_disp"       // see attachments
	TicketAttachment           Right = "ticket_attachment"            // add attachments
	TicketAttachmentDelete     Right = "ticket_attachment_delete"     // delete attachments
	TicketDateCreateDisp       Right = "ticket_date_create_disp"      // see creation date
	TicketDateCreate           Right = "ticket_date_create"           // change creation date
	TicketDateHopeDisp         Right = "ticket_date_hope_disp"        // see estimated resolution date
	TicketDateHope             Right = "ticket_date_hope"             // change it
	TicketDateHopeMandatory    Right = "ticket_date_hope_mandatory"   // it is required (warning in list)
	TicketDateResDisp          Right = "ticket_date_res_disp"         // see resolution date
	TicketDateRes              Right = "ticket_date_res"              // change it
	TicketTimeDisp             Right = "ticket_time_disp"             // see time spent
	TicketTime                 Right = "ticket_time"                  // change it
	TicketTimeMandatory        Right = "ticket_time_mandatory"        // time spent required to close
	TicketTimeHopeDisp         Right = "ticket_time_hope_disp"        // see estimated time
	TicketTimeHope             Right = "ticket_time_hope"             // change it
	TicketPriorityDisp         Right = "ticket_priority_disp"         // see priority
	TicketPriority             Right = "ticket_priority"              // change priority
	TicketNewPriorityDisp      Right = "ticket_new_priority_disp"     // choose priority when opening
	TicketPriorityMandatory    Right = "ticket_priority_mandatory"    // no default, must be chosen
	TicketCriticalityDisp      Right = "ticket_criticality_disp"      // see criticality
	TicketCriticality          Right = "ticket_criticality"           // change criticality
	TicketNewCriticalityDisp   Right = "ticket_new_criticality_disp"  // choose criticality when opening
	TicketCriticalityMandatory Right = "ticket_criticality_mandatory" // no default, must be chosen
	TicketStateDisp            Right = "ticket_state_disp"            // see state
	TicketState                Right = "ticket_state"                 // change state
	TicketAvailabilityDisp     Right = "ticket_availability_disp"     // see outage fields
	TicketAvailability         Right = "ticket_availability"          // change outage fields
)

var ticketRights = section(SectionTicketFields, []row{
	{TicketUserDisp, Local, "UPSTA", ""},
	{TicketUser, Local, "--STA", ""},
	{TicketNewUser, Local, "--STA", ""},
	{TicketUserMandatory, Local, "-----", ""},
	{TicketUserCompany, Local, "-----", ""},
	{TicketUserActions, Local, "---TA", ""},
	{TicketUserCard, Local, "--STA", ""},
	{TicketTechDisp, Local, "UPSTA", ""},
	{TicketTech, Local, "--STA", ""},
	{TicketNewTech, Local, "--STA", ""},
	{TicketTechMandatory, Local, "-----", ""},
	{TicketTechActions, Local, "----A", ""},
	{TicketSupplierDisp, Local, "--STA", ""},
	{TicketSupplier, Local, "--STA", ""},
	{TicketTypeDisp, Local, "UPSTA", "ticket_types"},
	{TicketType, Local, "--STA", "ticket_types"},
	{TicketNewType, Local, "-PSTA", "ticket_types"},
	{TicketTypeMandatory, Local, "-----", "ticket_types"},
	{TicketCatDisp, Local, "UPSTA", ""},
	{TicketCat, Local, "--STA", ""},
	{TicketNewCat, Local, "-PSTA", ""},
	{TicketCatMandatory, Local, "-----", ""},
	{TicketCatActions, Local, "---TA", ""},
	{TicketAssetDisp, Local, "-----", "asset_enabled"},
	{TicketAsset, Local, "-----", "asset_enabled"},
	{TicketAssetMandatory, Local, "-----", "asset_enabled"},
	{TicketNewAssetDisp, Local, "-----", "asset_enabled"},
	{TicketAssetAll, Local, "---TA", "asset_enabled"},
	{TicketPlaceDisp, Local, "UPSTA", "ticket_places"},
	{TicketPlace, Local, "--STA", "ticket_places"},
	{TicketPlaceMandatory, Local, "-----", "ticket_places"},
	{TicketServiceDisp, Local, "--STA", ""},
	{TicketService, Local, "--STA", ""},
	{TicketServiceMandatory, Local, "-----", ""},
	{TicketNewServiceDisp, Local, "--STA", ""},
	{TicketNewService, Local, "--STA", ""},
	{TicketAgency, Local, "--STA", "agencies"},
	{TicketAgencyMandatory, Local, "-----", "agencies"},
	{TicketProductDisp, Local, "--STA", ""},
	{TicketProduct, Local, "--STA", ""},
	{TicketNewProductDisp, Local, "--STA", ""},
	{TicketProductMandatory, Local, "-----", ""},
	{TicketChannelDisp, Local, "--STA", ""},
	{TicketChannel, Local, "--STA", ""},
	{TicketTagDisp, Local, "--STA", ""},
	{TicketTag, Local, "--STA", ""},
	{TicketTagCreate, Local, "----A", ""},
	{TicketTitleDisp, Local, "UPSTA", ""},
	{TicketTitle, Local, "--STA", ""},
	{TicketDescriptionDisp, Local, "UPSTA", ""},
	{TicketDescription, Local, "--STA", ""},
	{TicketDescriptionMandatory, Local, "-----", ""},
	{TicketAttachmentDisp, Local, "UPSTA", ""},
	{TicketAttachment, Local, "UPSTA", ""},
	{TicketAttachmentDelete, Local, "---TA", ""},
	{TicketDateCreateDisp, Local, "UPSTA", ""},
	{TicketDateCreate, Local, "--STA", ""},
	{TicketDateHopeDisp, Local, "UPSTA", ""},
	{TicketDateHope, Local, "--STA", ""},
	{TicketDateHopeMandatory, Local, "-----", ""},
	{TicketDateResDisp, Local, "UPSTA", ""},
	{TicketDateRes, Local, "--STA", ""},
	{TicketTimeDisp, Local, "--STA", ""},
	{TicketTime, Local, "--STA", ""},
	{TicketTimeMandatory, Local, "-----", ""},
	{TicketTimeHopeDisp, Local, "--STA", ""},
	{TicketTimeHope, Local, "--STA", ""},
	{TicketPriorityDisp, Local, "--STA", ""},
	{TicketPriority, Local, "--STA", ""},
	{TicketNewPriorityDisp, Local, "--STA", ""},
	{TicketPriorityMandatory, Local, "-----", ""},
	{TicketCriticalityDisp, Local, "UPSTA", ""},
	{TicketCriticality, Local, "--STA", ""},
	{TicketNewCriticalityDisp, Local, "-PSTA", ""},
	{TicketCriticalityMandatory, Local, "-----", ""},
	{TicketStateDisp, Local, "UPSTA", ""},
	{TicketState, Local, "--STA", ""},
	{TicketAvailabilityDisp, Local, "--STA", "availability_enabled"},
	{TicketAvailability, Local, "--STA", "availability_enabled"},
})
