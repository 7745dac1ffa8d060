package setting

// Parameters of outgoing messages (30-mail.md § 3).
const (
	MailUserOpenClose BoolKey  = "mail_user_open_close"
	MailUserThread    BoolKey  = "mail_user_thread"
	MailTechChange    BoolKey  = "mail_tech_change"
	MailTechAssign    BoolKey  = "mail_tech_assign"
	MailAdminOpen     BoolKey  = "mail_admin_open"
	MailAdminAddress  ListKey  = "mail_admin_address"
	MailPlanning      BoolKey  = "mail_planning"
	MailOptoutAll     BoolKey  = "mail_optout_all"
	MailFromName      TextKey  = "mail_from_name" // empty: the company's name
	MailFrom          TextKey  = "mail_from"      // empty: the technician's own
	MailCC            ListKey  = "mail_cc"
	MailTextStart     LocalKey = "mail_text_start"
	MailTextEnd       LocalKey = "mail_text_end" // empty: made from technician, phone and link
	MailLink          BoolKey  = "mail_link"
	MailThreadDesc    BoolKey  = "mail_thread_desc"
	MailAttach        BoolKey  = "mail_attach"
	MailColourTitle   TextKey  = "mail_color_title" // six hexadecimal digits, no #
	MailColourBack    TextKey  = "mail_color_background"
	MailColourText    TextKey  = "mail_color_text"
)

const maxRich = 20_000

var messageSections = []section{
	in(General, "mail_events",
		flag(MailUserOpenClose, false),
		flag(MailUserThread, false),
		flag(MailTechChange, false),
		flag(MailTechAssign, true),
		flag(MailAdminOpen, false),
		several(MailAdminAddress, Mails, "").with(MailAdminOpen),
		flag(MailPlanning, true),
		flag(MailOptoutAll, false),
	),
	in(General, "mail_content",
		line(MailFromName, "", 0, 100).perEntity(),
		typed(MailFrom, Mail, "").perEntity(),
		several(MailCC, Mails, ""),
		local(MailTextStart, Rich, maxRich).perEntity(),
		local(MailTextEnd, Rich, maxRich).perEntity(),
		flag(MailLink, true),
		flag(MailThreadDesc, false),
		flag(MailAttach, false),
		typed(MailColourTitle, Colour, "2E6DA4"),
		typed(MailColourBack, Colour, "FFFFFF"),
		typed(MailColourText, Colour, "333333"),
	),
}
