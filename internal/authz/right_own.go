package authz

// Rights of one's own record.
const (
	UserProfilName     Right = "user_profil_name"     // change first and last name
	UserProfilMail     Right = "user_profil_mail"     // change mail
	UserProfilPhone    Right = "user_profil_phone"    // change phone, mobile, fax
	UserProfilAddress  Right = "user_profil_address"  // change address, city, postal code
	UserProfilCustom   Right = "user_profil_custom"   // change custom fields
	UserProfilCompany  Right = "user_profil_company"  // change own company
	UserProfilService  Right = "user_profil_service"  // change own department
	UserProfilAgency   Right = "user_profil_agency"   // change own branches
	UserProfilPassword Right = "user_profil_password" // change own password
	UserProfilLanguage Right = "user_profil_language" // change language
	UserProfilTheme    Right = "user_profil_theme"    // change theme
	UserProfilView     Right = "user_profil_view"     // manage own personal views
	UserProfilState    Right = "user_profil_state"    // own default state and sort
	UserProfilAttach   Right = "user_profil_attach"   // manage own attached users
	UserProfilProfile  Right = "user_profil_profile"  // change own profile (only downwards)
	UserProfilToken    Right = "user_profil_token"    // create own API tokens
)

var ownRights = section(SectionOwnRecord, []row{
	{UserProfilName, Local, "UPSTA", ""},
	{UserProfilMail, Local, "UPSTA", ""},
	{UserProfilPhone, Local, "UPSTA", ""},
	{UserProfilAddress, Local, "UPSTA", "user_advanced"},
	{UserProfilCustom, Local, "---TA", "user_advanced"},
	{UserProfilCompany, Local, "---TA", "user_advanced"},
	{UserProfilService, Local, "---TA", ""},
	{UserProfilAgency, Local, "----A", "agencies"},
	{UserProfilPassword, Local, "UPSTA", ""},
	{UserProfilLanguage, Local, "UPSTA", ""},
	{UserProfilTheme, Local, "UPSTA", ""},
	{UserProfilView, Local, "---TA", ""},
	{UserProfilState, Local, "---TA", ""},
	{UserProfilAttach, Local, "---TA", ""},
	{UserProfilProfile, Local, "----A", ""},
	{UserProfilToken, Local, "---TA", ""},
})
