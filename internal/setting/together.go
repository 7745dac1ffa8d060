package setting

import "renfort/internal/fault"

// together finds the faults that no single value shows.
func (v Values) together() error {
	var es fault.Errors
	demand := func(ok bool, key, field string) {
		if !ok {
			es.Add(fault.New(fault.Invalid, key).On(field))
		}
	}
	if v.Bool(MailAdminOpen) { // SMT-024
		demand(len(v.List(MailAdminAddress)) > 0, "setting.admin_address_missing", string(MailAdminAddress))
	}
	if v.Bool(SMTPEnabled) { // SMT-009
		sendmail := v.String(SMTPTransport) == "sendmail"
		demand(sendmail || v.String(SMTPHost) != "", "setting.host_missing", string(SMTPHost))
		demand(!sendmail || v.String(SMTPSendmailPath) != "", "setting.sendmail_missing", string(SMTPSendmailPath))
		demand(sendmail || !v.Bool(SMTPAuth) || v.String(SMTPUser) != "", "setting.missing", string(SMTPUser))
	}
	if v.Bool(IntakeEnabled) && v.String(IntakePost) == "move" {
		demand(v.String(IntakePostFolder) != "", "setting.post_folder_missing", string(IntakePostFolder))
	}
	return es.Err()
}
