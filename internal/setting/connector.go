package setting

// Parameters of the tab Connectors (30-mail.md § 2 and § 5). Mailboxes,
// directories and other servers of which there may be several are records of
// their own.
const (
	SMTPEnabled      BoolKey   = "smtp_enabled"
	SMTPTransport    TextKey   = "smtp_transport"
	SMTPSendmailPath TextKey   = "smtp_sendmail_path"
	SMTPHost         TextKey   = "smtp_host"
	SMTPPort         IntKey    = "smtp_port"
	SMTPEncryption   TextKey   = "smtp_encryption"
	SMTPVerify       BoolKey   = "smtp_verify"
	SMTPAuth         BoolKey   = "smtp_auth"
	SMTPUser         TextKey   = "smtp_user"
	SMTPPassword     SecretKey = "smtp_password"
	SMTPOAuth        TextKey   = "smtp_oauth"
	SMTPOAuthClient  TextKey   = "smtp_oauth_client"
	SMTPOAuthSecret  SecretKey = "smtp_oauth_secret"
	SMTPOAuthRefresh SecretKey = "smtp_oauth_refresh"
	SMTPHelo         TextKey   = "smtp_helo" // empty: the host's name
	SMTPTimeoutS     IntKey    = "smtp_timeout_s"

	IntakeEnabled     BoolKey = "intake_enabled"
	IntakeMulti       BoolKey = "intake_multi"
	IntakeMinutes     IntKey  = "intake_minutes"
	IntakePost        TextKey = "intake_post"
	IntakePostFolder  TextKey = "intake_post_folder"
	IntakeErrorFolder TextKey = "intake_error_folder" // empty: left where it is, flagged
	IntakeExclude     ListKey = "intake_exclude"
	IntakeUnknown     TextKey = "intake_unknown"
	IntakeAck         BoolKey = "intake_ack"
	IntakeMaxMB       IntKey  = "intake_max_mb" // of 1,048,576 bytes
	IntakeCCWatch     BoolKey = "intake_cc_watch"
	IntakeMaxPerHour  IntKey  = "intake_max_per_hour"

	APIEnabled     BoolKey = "api_enabled"
	APICORSOrigins ListKey = "api_cors_origins"
)

var connectorsTab = []section{
	in(Connectors, "smtp",
		flag(SMTPEnabled, false),
		choice(SMTPTransport, "smtp", "smtp", "sendmail").with(SMTPEnabled),
		typed(SMTPSendmailPath, Command, "/usr/sbin/sendmail").with(SMTPEnabled),
		typed(SMTPHost, Host, "").with(SMTPEnabled),
		port(SMTPPort, 25).with(SMTPEnabled),
		choice(SMTPEncryption, "none", "none", "starttls", "tls").with(SMTPEnabled),
		flag(SMTPVerify, true).with(SMTPEnabled),
		flag(SMTPAuth, false).with(SMTPEnabled),
		line(SMTPUser, "", 0, maxLine).with(SMTPAuth),
		hidden(SMTPPassword).with(SMTPAuth),
		choice(SMTPOAuth, "none", "none", "google", "microsoft").with(SMTPAuth),
		line(SMTPOAuthClient, "", 0, maxLine).with(SMTPAuth),
		hidden(SMTPOAuthSecret).with(SMTPAuth),
		hidden(SMTPOAuthRefresh).with(SMTPAuth),
		typed(SMTPHelo, Host, "").with(SMTPEnabled),
		whole(SMTPTimeoutS, 20, 1, 300).unit(Seconds).with(SMTPEnabled),
	),
	in(Connectors, "intake",
		flag(IntakeEnabled, false),
		flag(IntakeMulti, false).with(IntakeEnabled),
		whole(IntakeMinutes, 5, 1, 1440).unit(Minutes).with(IntakeEnabled),
		choice(IntakePost, "read", "read", "delete", "move").with(IntakeEnabled),
		line(IntakePostFolder, "", 0, maxLine).with(IntakeEnabled),
		line(IntakeErrorFolder, "", 0, maxLine).with(IntakeEnabled),
		several(IntakeExclude, Senders, "").with(IntakeEnabled),
		choice(IntakeUnknown, "create", "create", "address", "refuse").with(IntakeEnabled),
		flag(IntakeAck, false).with(IntakeEnabled),
		whole(IntakeMaxMB, 25, 1, 100).unit(Megabytes).with(IntakeEnabled),
		flag(IntakeCCWatch, false).with(IntakeEnabled),
		whole(IntakeMaxPerHour, 20, 1, 1000).with(IntakeEnabled),
	),
	in(Connectors, "api",
		flag(APIEnabled, true),
		several(APICORSOrigins, Origins, "").with(APIEnabled),
	),
}
