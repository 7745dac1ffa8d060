package authz

// Rights of assets.
const (
	Asset                    Right = "asset"                       // open an asset record
	AssetAdd                 Right = "asset_add"                   // add an asset
	AssetEdit                Right = "asset_edit"                  // change an asset
	AssetDelete              Right = "asset_delete"                // delete an asset
	AssetBatch               Right = "asset_batch"                 // "Add a batch"
	AssetState               Right = "asset_state"                 // change the asset's state
	AssetConnect             Right = "asset_connect"               // connect / disconnect to a computer
	AssetTransfer            Right = "asset_transfer"              // move to another entity
	AssetLocationDisp        Right = "asset_location_disp"         // see asset location
	AssetLocation            Right = "asset_location"              // change asset location
	AssetVirtualizationDisp  Right = "asset_virtualization_disp"   // "virtual asset" box and filter
	AssetIface               Right = "asset_iface"                 // add / change / remove IP interfaces
	AssetIPSearch            Right = "asset_ip_search"             // find a free IP address
	AssetPing                Right = "asset_ping"                  // ping
	AssetWOL                 Right = "asset_wol"                   // wake on LAN
	AssetVNC                 Right = "asset_vnc"                   // remote control
	AssetSoftware            Right = "asset_software"              // see software and licences
	AssetSoftwareEdit        Right = "asset_software_edit"         // change software and licences
	AssetNetworkScan         Right = "asset_network_scan"          // start a network scan
	AssetListColLocation     Right = "asset_list_col_location"     // asset list column: location
	AssetListColIP           Right = "asset_list_col_ip"           // column: IP addresses (IP on)
	AssetListColUser         Right = "asset_list_col_user"         // column: user
	AssetListColService      Right = "asset_list_col_service"      // column: department
	AssetListColModel        Right = "asset_list_col_model"        // column: model
	AssetListColManufacturer Right = "asset_list_col_manufacturer" // column: manufacturer
	AssetListColSN           Right = "asset_list_col_sn"           // column: serial / internal number
	AssetListColWarranty     Right = "asset_list_col_warranty"     // column: end of warranty
	AssetListColPing         Right = "asset_list_col_ping"         // column: last answer flag
	AssetExport              Right = "asset_export"                // CSV export of assets
	AssetImport              Right = "asset_import"                // CSV import of assets
)

var assetRights = section(SectionAssets, []row{
	{Asset, Local, "--STA", "asset_enabled"},
	{AssetAdd, Local, "---TA", "asset_enabled"},
	{AssetEdit, Local, "---TA", "asset_enabled"},
	{AssetDelete, Local, "----A", "asset_enabled"},
	{AssetBatch, Local, "---TA", "asset_enabled"},
	{AssetState, Local, "---TA", "asset_enabled"},
	{AssetConnect, Local, "---TA", "asset_enabled"},
	{AssetTransfer, Local, "----A", "asset_enabled"},
	{AssetLocationDisp, Local, "-----", "asset_enabled"},
	{AssetLocation, Local, "---TA", "asset_enabled"},
	{AssetVirtualizationDisp, Local, "-----", "asset_enabled"},
	{AssetIface, Local, "---TA", "asset_ip"},
	{AssetIPSearch, Local, "---TA", "asset_ip"},
	{AssetPing, Local, "---TA", "asset_enabled"},
	{AssetWOL, Local, "---TA", "asset_enabled"},
	{AssetVNC, Local, "---TA", "asset_vnc"},
	{AssetSoftware, Local, "--STA", "asset_enabled"},
	{AssetSoftwareEdit, Local, "---TA", "asset_enabled"},
	{AssetNetworkScan, Local, "----A", "asset_ip"},
	{AssetListColLocation, Local, "-----", "asset_enabled"},
	{AssetListColIP, Local, "--STA", "asset_ip"},
	{AssetListColUser, Local, "--STA", "asset_enabled"},
	{AssetListColService, Local, "--STA", "asset_enabled"},
	{AssetListColModel, Local, "--STA", "asset_enabled"},
	{AssetListColManufacturer, Local, "--STA", "asset_enabled"},
	{AssetListColSN, Local, "--STA", "asset_enabled"},
	{AssetListColWarranty, Local, "--STA", "asset_warranty"},
	{AssetListColPing, Local, "--STA", "asset_enabled"},
	{AssetExport, Local, "--STA", "asset_enabled"},
	{AssetImport, Local, "---TA", "asset_enabled"},
})
