package authz

// Rights of knowledge, procedures, documents, surveys and statistics.
const (
	ProcedureEdit    Right = "procedure_edit"    // write procedures
	ProcedureDelete  Right = "procedure_delete"  // delete procedures
	KnowledgeEdit    Right = "knowledge_edit"    // write articles
	KnowledgePublish Right = "knowledge_publish" // publish / unpublish
	KnowledgeDelete  Right = "knowledge_delete"  // delete articles
	DocumentAdd      Right = "document_add"      // add library documents
	DocumentDelete   Right = "document_delete"   // delete library documents
	SurveyResult     Right = "survey_result"     // see survey answers on a ticket
	SurveyExport     Right = "survey_export"     // export survey answers
	StatTicket       Right = "stat_ticket"       // statistics: tickets tab
	StatAsset        Right = "stat_asset"        // statistics: assets tab
	StatExport       Right = "stat_export"       // export statistics data
)

var knowledgeRights = section(SectionLibrary, []row{
	{ProcedureEdit, Local, "---TA", "procedure_enabled"},
	{ProcedureDelete, Local, "----A", "procedure_enabled"},
	{KnowledgeEdit, Local, "---TA", "knowledge_enabled"},
	{KnowledgePublish, Local, "---TA", "knowledge_enabled"},
	{KnowledgeDelete, Local, "----A", "knowledge_enabled"},
	{DocumentAdd, Local, "---TA", ""},
	{DocumentDelete, Local, "----A", ""},
	{SurveyResult, Local, "--STA", "survey_enabled"},
	{SurveyExport, Local, "---TA", "survey_enabled"},
	{StatTicket, Local, "--STA", ""},
	{StatAsset, Local, "--STA", "asset_enabled"},
	{StatExport, Local, "--STA", ""},
})
