package setting

// Parameters of the tab "Security and other" (80-administration-settings-lists.md § 2).
const (
	PasswordMin        IntKey  = "password_min"
	LoginMaxFailures   IntKey  = "login_max_failures"
	LoginLockMin       IntKey  = "login_lock_min"
	AddressMaxFailures IntKey  = "address_max_failures"
	AuthTimeoutS       IntKey  = "auth_timeout_s"
	SecurityMail       TextKey = "security_mail"
	TrustedProxies     ListKey = "trusted_proxies"
	AllowedAddresses   ListKey = "allowed_addresses" // empty: all

	RulesForInternal  BoolKey = "rules_for_internal"
	LDAPMaxDisablePct IntKey  = "ldap_max_disable_pct"

	AttachmentScanCommand TextKey = "attachment_scan_command"
	DiskMinMB             IntKey  = "disk_min_mb"
	AuditDays             IntKey  = "audit_days"

	UpdateChannel TextKey = "update_channel"
	UpdateAuto    BoolKey = "update_auto"
	UpdateFeedURL TextKey = "update_feed_url" // empty: the one built in
)

var securityTab = []section{
	in(Security, "sign_in",
		whole(PasswordMin, 10, 8, 128),
		whole(LoginMaxFailures, 5, 3, 50),
		whole(LoginLockMin, 15, 1, 1440).unit(Minutes),
		whole(AddressMaxFailures, 20, 5, 1000),
		whole(AuthTimeoutS, 5, 1, 60).unit(Seconds),
		typed(SecurityMail, Mail, ""),
		several(TrustedProxies, Networks, ""),
		several(AllowedAddresses, Networks, ""),
	),
	in(Security, "directories",
		flag(RulesForInternal, false),
		whole(LDAPMaxDisablePct, 20, 0, 100).unit(Percent),
	),
	in(Security, "storage",
		typed(AttachmentScanCommand, Command, ""),
		whole(DiskMinMB, 500, 100, 100_000).unit(Megabytes),
		whole(AuditDays, 730, 30, 3650).unit(Days),
	),
	in(Security, "update",
		choice(UpdateChannel, "stable", "stable", "beta"),
		flag(UpdateAuto, false),
		typed(UpdateFeedURL, Feed, ""),
	),
}
