package authz

// Rights of the follow-up thread.
const (
	TicketResolutionDisp   Right = "ticket_resolution_disp"    // see the follow-up thread
	TicketThreadPost       Right = "ticket_thread_post"        // add a text entry
	TicketThreadPostAll    Right = "ticket_thread_post_all"    // add to a visible ticket of someone else
	TicketThreadEdit       Right = "ticket_thread_edit"        // edit one's own text entries
	TicketThreadEditAll    Right = "ticket_thread_edit_all"    // edit everybody's text entries
	TicketThreadDelete     Right = "ticket_thread_delete"      // delete one's own text entries
	TicketThreadDeleteAll  Right = "ticket_thread_delete_all"  // delete everybody's text entries
	TicketThreadHide       Right = "ticket_thread_hide"        // hide / show an entry (green eye)
	TicketThreadHiddenDisp Right = "ticket_thread_hidden_disp" // see hidden entries
	TicketThreadMailDisp   Right = "ticket_thread_mail_disp"   // see mail-sent entries
)

var threadRights = section(SectionThread, []row{
	{TicketResolutionDisp, Local, "UPSTA", ""},
	{TicketThreadPost, Local, "UPSTA", ""},
	{TicketThreadPostAll, Local, "--STA", ""},
	{TicketThreadEdit, Local, "--STA", ""},
	{TicketThreadEditAll, Local, "----A", ""},
	{TicketThreadDelete, Local, "--STA", ""},
	{TicketThreadDeleteAll, Local, "----A", ""},
	{TicketThreadHide, Local, "---TA", ""},
	{TicketThreadHiddenDisp, Local, "--STA", ""},
	{TicketThreadMailDisp, Local, "--STA", ""},
})
