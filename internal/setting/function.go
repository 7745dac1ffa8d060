package setting

// Parameters of the tab Functions (80-administration-settings-lists.md § 3, and
// those of § 2 that belong to one function).
const (
	KnowledgeEnabled BoolKey = "knowledge_enabled"
	KBPublic         BoolKey = "kb_public"
	ProcedureEnabled BoolKey = "procedure_enabled"

	Calendar            BoolKey = "calendar"
	AvailabilityEnabled BoolKey = "availability_enabled"

	SurveyEnabled      BoolKey = "survey_enabled"
	SurveyRepeat       BoolKey = "survey_repeat"
	SurveyReminderDays IntKey  = "survey_reminder_days" // 0: none
	SurveyTokenDays    IntKey  = "survey_token_days"

	AssetEnabled       BoolKey = "asset_enabled"
	AssetAutoNumber    BoolKey = "asset_auto_number"
	AssetWarranty      BoolKey = "asset_warranty"
	WarrantyNoticeDays IntKey  = "warranty_notice_days" // 0: none

	ConnectStateMonitor       IntKey  = "connect_state_monitor" // an asset state; 0: unchanged
	ConnectStatePrinter       IntKey  = "connect_state_printer"
	ConnectStatePhone         IntKey  = "connect_state_phone"
	ConnectStatePeripheral    IntKey  = "connect_state_peripheral"
	DisconnectStateMonitor    IntKey  = "disconnect_state_monitor"
	DisconnectStatePrinter    IntKey  = "disconnect_state_printer"
	DisconnectStatePhone      IntKey  = "disconnect_state_phone"
	DisconnectStatePeripheral IntKey  = "disconnect_state_peripheral"
	ConnectCopy               BoolKey = "connect_copy"

	AssetIP            BoolKey = "asset_ip"
	IPSearchPing       BoolKey = "ip_search_ping"
	WOLRelay           TextKey = "wol_relay"
	AssetVNC           BoolKey = "asset_vnc"
	VNCPort            IntKey  = "vnc_port"
	VNCAllowNoPassword BoolKey = "vnc_allow_nopassword"
)

var functionsTab = []section{
	in(Functions, "knowledge",
		flag(KnowledgeEnabled, true),
		flag(KBPublic, false).with(KnowledgeEnabled),
		flag(ProcedureEnabled, false),
	),
	in(Functions, "calendar", flag(Calendar, false)),
	in(Functions, "availability", flag(AvailabilityEnabled, false)),
	in(Functions, "survey",
		flag(SurveyEnabled, false).perEntity(),
		flag(SurveyRepeat, false).with(SurveyEnabled),
		whole(SurveyReminderDays, 0, 0, 60).unit(Days).with(SurveyEnabled),
		whole(SurveyTokenDays, 30, 1, 365).unit(Days).with(SurveyEnabled),
	),
	in(Functions, "assets",
		flag(AssetEnabled, false),
		flag(AssetAutoNumber, false).with(AssetEnabled),
		flag(AssetWarranty, false).with(AssetEnabled),
		whole(WarrantyNoticeDays, 0, 0, 730).unit(Days).with(AssetWarranty),
	),
	in(Functions, "connections",
		assetState(ConnectStateMonitor), assetState(ConnectStatePrinter), assetState(ConnectStatePhone), assetState(ConnectStatePeripheral),
		assetState(DisconnectStateMonitor), assetState(DisconnectStatePrinter), assetState(DisconnectStatePhone), assetState(DisconnectStatePeripheral),
		flag(ConnectCopy, false).with(AssetEnabled),
	),
	in(Functions, "network",
		flag(AssetIP, false).with(AssetEnabled),
		flag(IPSearchPing, false).with(AssetIP),
		typed(WOLRelay, Command, "").with(AssetIP),
		flag(AssetVNC, false).with(AssetEnabled),
		port(VNCPort, 5900).with(AssetVNC),
		flag(VNCAllowNoPassword, false).with(AssetVNC),
	),
}

// assetState is the state that a device gets when it is connected or disconnected (AST-080).
func assetState(k IntKey) Definition { return whole(k, 0, 0, maxID).with(AssetEnabled) }
