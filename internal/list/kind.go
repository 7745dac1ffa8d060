// Package list holds what may be chosen: states, priorities, categories and all
// other lists of values, with their labels in four languages.
package list

import "renfort/internal/i18n"

// Kind is one of the lists.
type Kind string

const (
	State             Kind = "state"
	Priority          Kind = "priority"
	Criticality       Kind = "criticality"
	Type              Kind = "type"
	Category          Kind = "category"
	Subcategory       Kind = "subcategory"
	Place             Kind = "place"
	Department        Kind = "department"
	Branch            Kind = "branch"
	Company           Kind = "company"
	Time              Kind = "time"
	Product           Kind = "product"
	Channel           Kind = "channel"
	Tag               Kind = "tag"
	Supplier          Kind = "supplier"
	AssetType         Kind = "asset_type"
	AssetManufacturer Kind = "asset_manufacturer"
	AssetModel        Kind = "asset_model"
	AssetState        Kind = "asset_state"
	AssetNetwork      Kind = "asset_network"
	AssetLocation     Kind = "asset_location"
	InterfaceRole     Kind = "interface_role"
	SoftwareCategory  Kind = "software_category"
	LicenceType       Kind = "licence_type"
	DocumentOrigin    Kind = "document_origin"
	KnowledgeCategory Kind = "knowledge_category"
)

// Title is the list's name, "Ticket states".
func (k Kind) Title() i18n.Key { return i18n.Key("list.kind_" + string(k)) }

// One is what a single value is called, "state".
func (k Kind) One() i18n.Key { return i18n.Key("list.one_" + string(k)) }

// Order is how the values of a list follow one another (LIS-010).
type Order uint8

const (
	ByName    Order = iota // in the language of whoever looks
	ByRank                 // as an administrator put them
	ByMinutes              // shortest first
)

// Column is what a value of some lists has beside its name.
type Column string

const (
	ColumnParent      Column = "parent"
	ColumnDepartments Column = "departments"
	ColumnEntity      Column = "entity" // with "and below"
	ColumnTone        Column = "tone"
	ColumnShape       Column = "shape"
	ColumnShort       Column = "short"
	ColumnClosed      Column = "closed"
	ColumnTodo        Column = "todo"
	ColumnMinutes     Column = "minutes"
	ColumnLDAPGroup   Column = "ldap_group"
	ColumnMail        Column = "mail"
	ColumnPhone       Column = "phone"
	ColumnAddress     Column = "address"
	ColumnCity        Column = "city"
	ColumnPostalCode  Column = "postal_code"
	ColumnCountry     Column = "country"
	ColumnComment     Column = "comment"
	ColumnLimit       Column = "limit"

	ColumnAssetKind     Column = "asset_kind"
	ColumnVirtual       Column = "virtual"
	ColumnAssetType     Column = "asset_type"
	ColumnManufacturer  Column = "manufacturer"
	ColumnPicture       Column = "picture"
	ColumnIP            Column = "ip"
	ColumnWIFI          Column = "wifi"
	ColumnWarrantyYears Column = "warranty_years"
	ColumnBlocksIP      Column = "blocks_ip"
	ColumnNetwork       Column = "network"
	ColumnNetmask       Column = "netmask"
	ColumnScan          Column = "scan"
	ColumnGateway       Column = "gateway"
	ColumnReserved      Column = "reserved"
)

// Title is the column's name.
func (c Column) Title() i18n.Key { return i18n.Key("list.column_" + string(c)) }
