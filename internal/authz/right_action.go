package authz

// Rights of what is done with a ticket as a whole.
const (
	TicketSave          Right = "ticket_save"           // save changes on visible tickets
	TicketClose         Right = "ticket_close"          // "Close" button on one's ticket
	TicketReopen        Right = "ticket_reopen"         // reopen a closed ticket
	TicketDelete        Right = "ticket_delete"         // delete a ticket
	TicketPrint         Right = "ticket_print"          // print
	TicketTemplate      Right = "ticket_template"       // use a template, duplicate
	TicketReminder      Right = "ticket_reminder"       // set reminders
	TicketPlanning      Right = "ticket_planning"       // plan interventions
	PlanningAll         Right = "planning_all"          // see all technicians' calendars
	TicketTransfer      Right = "ticket_transfer"       // move to another entity
	TicketMail          Right = "ticket_mail"           // send the ticket by mail by hand
	TicketVNC           Right = "ticket_vnc"            // remote-control icon on the ticket
	TicketLimitOverride Right = "ticket_limit_override" // open for a limited requester
	TicketProcedure     Right = "ticket_procedure"      // see matching procedures on the ticket
	TicketSurveySend    Right = "ticket_survey_send"    // send the survey by hand
)

var actionRights = section(SectionTicketActions, []row{
	{TicketSave, Local, "--STA", ""},
	{TicketClose, Local, "UPSTA", ""},
	{TicketReopen, Local, "--STA", ""},
	{TicketDelete, Local, "----A", ""},
	{TicketPrint, Local, "UPSTA", ""},
	{TicketTemplate, Local, "--STA", ""},
	{TicketReminder, Local, "--STA", ""},
	{TicketPlanning, Local, "--STA", "calendar"},
	{PlanningAll, Local, "--STA", "calendar"},
	{TicketTransfer, Local, "----A", ""},
	{TicketMail, Local, "--STA", "smtp_enabled"},
	{TicketVNC, Local, "---TA", "asset_vnc"},
	{TicketLimitOverride, Local, "--STA", ""},
	{TicketProcedure, Local, "--STA", "procedure_enabled"},
	{TicketSurveySend, Local, "---TA", "survey_enabled"},
})
