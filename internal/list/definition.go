package list

import "slices"

// Definition says how a list is made (80-administration-settings-lists.md § 5).
type Definition struct {
	Kind    Kind
	Order   Order
	Filled  bool // a record always has a value of this list: 0 does not mean "none"
	Columns []Column
	Parent  Kind   // the list whose values these belong to, if any
	Orphans bool   // a value may also belong to none
	Needs   string // the parameter without which the list is hidden (LIS-008)
}

// Definitions are all lists in the order in which administrators see them.
var Definitions = []Definition{
	{Kind: Category, Columns: []Column{ColumnDepartments, ColumnEntity}},
	{Kind: Subcategory, Parent: Category, Columns: []Column{ColumnParent, ColumnDepartments}},
	{Kind: Criticality, Order: ByRank, Filled: true, Columns: []Column{ColumnTone, ColumnDepartments}},
	{Kind: Priority, Order: ByRank, Filled: true, Columns: []Column{ColumnTone}},
	{Kind: State, Order: ByRank, Filled: true, Columns: []Column{ColumnTone, ColumnShape, ColumnShort, ColumnClosed, ColumnTodo}},
	{Kind: Type, Columns: []Column{ColumnDepartments}, Needs: "ticket_types"},
	{Kind: Place, Columns: []Column{ColumnEntity}, Needs: "ticket_places"},
	{Kind: Department, Columns: []Column{ColumnEntity, ColumnLDAPGroup}},
	{Kind: Branch, Columns: []Column{ColumnLDAPGroup, ColumnMail}, Needs: "agencies"},
	{Kind: Company, Columns: []Column{ColumnAddress, ColumnCity, ColumnPostalCode, ColumnCountry, ColumnPhone, ColumnComment, ColumnLimit}, Needs: "user_advanced"},
	{Kind: Time, Order: ByMinutes, Columns: []Column{ColumnMinutes}},
	{Kind: Product, Columns: []Column{ColumnDepartments}},
	{Kind: Channel, Columns: []Column{ColumnDepartments}},
	{Kind: Tag, Columns: []Column{ColumnTone, ColumnDepartments}},
	{Kind: Supplier, Columns: []Column{ColumnPhone, ColumnMail, ColumnAddress, ColumnComment}},
	{Kind: AssetType, Columns: []Column{ColumnAssetKind, ColumnVirtual}, Needs: "asset_enabled"},
	{Kind: AssetManufacturer, Needs: "asset_enabled"},
	{Kind: AssetModel, Columns: []Column{ColumnAssetType, ColumnManufacturer, ColumnPicture, ColumnIP, ColumnWIFI, ColumnWarrantyYears}, Needs: "asset_enabled"},
	{Kind: AssetState, Order: ByRank, Columns: []Column{ColumnTone, ColumnBlocksIP}, Needs: "asset_enabled"},
	{Kind: AssetNetwork, Columns: []Column{ColumnNetwork, ColumnNetmask, ColumnScan, ColumnGateway, ColumnReserved, ColumnEntity}, Needs: "asset_ip"},
	{Kind: InterfaceRole, Needs: "asset_ip"},
	{Kind: AssetLocation, Columns: []Column{ColumnEntity}, Needs: "asset_enabled"},
	{Kind: SoftwareCategory, Needs: "asset_enabled"},
	{Kind: LicenceType, Needs: "asset_enabled"},
	{Kind: DocumentOrigin},
	{Kind: KnowledgeCategory, Parent: KnowledgeCategory, Orphans: true, Columns: []Column{ColumnParent}, Needs: "knowledge_enabled"},
}

var definitions = func() map[Kind]Definition {
	out := map[Kind]Definition{}
	for _, d := range Definitions {
		out[d.Kind] = d
	}
	return out
}()

// Define is the definition of a list; ok is false for one that does not exist.
func Define(k Kind) (d Definition, ok bool) {
	d, ok = definitions[k]
	return d, ok
}

// Has reports whether values of the list have the column.
func (d Definition) Has(c Column) bool { return slices.Contains(d.Columns, c) }
