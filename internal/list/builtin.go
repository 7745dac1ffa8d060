package list

import (
	"fmt"

	"renfort/internal/i18n"
)

// Builtin are the values of a new installation. Their ids are the same
// everywhere: each list counts from 1 in the order written here. The six states
// and the interface roles are part of the application; all others may go.
func Builtin() []Item {
	var out []Item
	for _, rows := range [][]Item{states(), priorities(), criticalities(), types(), times(), channels(), origins(), assetStates(), roles()} {
		for i, item := range rows {
			item.ID, item.Version = int64(i+1), 1
			if definitions[item.List].Order == ByRank {
				item.Rank = i + 1
			}
			out = append(out, item)
		}
	}
	return out
}

// states are those of 10-tickets.md § 1.
func states() []Item {
	state := func(code string, label, short i18n.Text, tone Tone, shape Shape) Item {
		return Item{List: State, Code: code, Labels: label, Tone: tone, Builtin: true, Details: Details{Shape: shape, Short: short}}
	}
	todo := func(i Item) Item { i.Todo = true; return i }
	closed := func(i Item) Item { i.Closed = true; return i }
	return []Item{
		state("unassigned", i18n.Text{FR: "Non attribué", EN: "Unassigned", ES: "Sin asignar", DE: "Nicht zugewiesen"},
			i18n.Text{FR: "Non attribué", EN: "Unassigned", ES: "Sin asignar", DE: "Offen"}, "red", "hollow"),
		todo(state("waiting", i18n.Text{FR: "En attente de prise en charge", EN: "Awaiting pickup", ES: "Pendiente de atención", DE: "Wartet auf Annahme"},
			i18n.Text{FR: "À prendre", EN: "To pick up", ES: "Por atender", DE: "Anzunehmen"}, "amber", "hollow")),
		todo(state("in_progress", i18n.Text{FR: "En cours", EN: "In progress", ES: "En curso", DE: "In Bearbeitung"},
			i18n.Text{FR: "En cours", EN: "In progress", ES: "En curso", DE: "In Bearbeitung"}, "blue", "half")),
		todo(state("waiting_reply", i18n.Text{FR: "En attente de retour", EN: "Awaiting reply", ES: "A la espera de respuesta", DE: "Wartet auf Rückmeldung"},
			i18n.Text{FR: "Attente retour", EN: "Awaiting reply", ES: "En espera", DE: "Rückmeldung"}, "violet", "full")),
		closed(state("resolved", i18n.Text{FR: "Résolu", EN: "Resolved", ES: "Resuelto", DE: "Gelöst"},
			i18n.Text{FR: "Résolu", EN: "Resolved", ES: "Resuelto", DE: "Gelöst"}, "green", "full")),
		closed(state("rejected", i18n.Text{FR: "Rejeté", EN: "Rejected", ES: "Rechazado", DE: "Abgelehnt"},
			i18n.Text{FR: "Rejeté", EN: "Rejected", ES: "Rechazado", DE: "Abgelehnt"}, "slate", "square")),
	}
}

func priorities() []Item {
	return []Item{
		{List: Priority, Code: "urgent", Tone: "red", Labels: i18n.Text{FR: "Urgent", EN: "Urgent", ES: "Urgente", DE: "Dringend"}},
		{List: Priority, Code: "very_high", Tone: "orange", Labels: i18n.Text{FR: "Très haute", EN: "Very high", ES: "Muy alta", DE: "Sehr hoch"}},
		{List: Priority, Code: "high", Tone: "amber", Labels: i18n.Text{FR: "Haute", EN: "High", ES: "Alta", DE: "Hoch"}},
		{List: Priority, Code: "medium", Tone: "blue", Labels: i18n.Text{FR: "Moyenne", EN: "Medium", ES: "Media", DE: "Mittel"}},
		{List: Priority, Code: "low", Tone: "green", Labels: i18n.Text{FR: "Basse", EN: "Low", ES: "Baja", DE: "Niedrig"}},
		{List: Priority, Code: "very_low", Tone: "slate", Labels: i18n.Text{FR: "Très basse", EN: "Very low", ES: "Muy baja", DE: "Sehr niedrig"}},
	}
}

func criticalities() []Item {
	return []Item{
		{List: Criticality, Code: "critical", Tone: "red", Labels: i18n.Text{FR: "Critique", EN: "Critical", ES: "Crítica", DE: "Kritisch"}},
		{List: Criticality, Code: "major", Tone: "orange", Labels: i18n.Text{FR: "Grave", EN: "Major", ES: "Grave", DE: "Schwerwiegend"}},
		{List: Criticality, Code: "medium", Tone: "amber", Labels: i18n.Text{FR: "Moyenne", EN: "Medium", ES: "Media", DE: "Mittel"}},
		{List: Criticality, Code: "low", Tone: "green", Labels: i18n.Text{FR: "Basse", EN: "Low", ES: "Baja", DE: "Niedrig"}},
	}
}

func types() []Item {
	return []Item{
		{List: Type, Code: "request", Labels: i18n.Text{FR: "Demande", EN: "Request", ES: "Solicitud", DE: "Anfrage"}},
		{List: Type, Code: "incident", Labels: i18n.Text{FR: "Incident", EN: "Incident", ES: "Incidencia", DE: "Störung"}},
	}
}

// times counts a day as eight hours.
func times() []Item {
	const day = 8 * 60
	var out []Item
	for _, minutes := range []int{5, 10, 15, 30, 45, 60, 90, 120, 180, 240} {
		label := i18n.Text{}
		for _, lang := range i18n.Langs {
			label = label.With(lang, i18n.Minutes(lang, minutes))
		}
		out = append(out, Item{List: Time, Minutes: minutes, Labels: label})
	}
	for _, days := range []int{1, 2, 5} {
		label := i18n.Text{}
		for _, lang := range i18n.Langs {
			label = label.With(lang, i18n.N(lang, "list.days", days))
		}
		out = append(out, Item{List: Time, Minutes: days * day, Labels: label})
	}
	for i := range out {
		out[i].Code = fmt.Sprintf("minutes_%d", out[i].Minutes)
	}
	return out
}

// channels have the codes of the sources that choose them (TKT-079).
func channels() []Item {
	return []Item{
		{List: Channel, Code: "web", Labels: i18n.Text{FR: "Web", EN: "Web", ES: "Web", DE: "Web"}},
		{List: Channel, Code: "mail", Labels: i18n.Text{FR: "E-mail", EN: "Mail", ES: "Correo", DE: "E-Mail"}},
		{List: Channel, Code: "phone", Labels: i18n.Text{FR: "Téléphone", EN: "Phone", ES: "Teléfono", DE: "Telefon"}},
		{List: Channel, Code: "form", Labels: i18n.Text{FR: "Formulaire", EN: "Form", ES: "Formulario", DE: "Formular"}},
		{List: Channel, Code: "api", Labels: i18n.Text{FR: "API", EN: "API", ES: "API", DE: "API"}},
		{List: Channel, Code: "counter", Labels: i18n.Text{FR: "Guichet", EN: "Counter", ES: "Mostrador", DE: "Schalter"}},
	}
}

func origins() []Item {
	return []Item{
		{List: DocumentOrigin, Code: "ticket", Labels: i18n.Text{FR: "Ticket", EN: "Ticket", ES: "Ticket", DE: "Ticket"}},
		{List: DocumentOrigin, Code: "asset", Labels: i18n.Text{FR: "Équipement", EN: "Asset", ES: "Equipo", DE: "Gerät"}},
		{List: DocumentOrigin, Code: "contract", Labels: i18n.Text{FR: "Contrat", EN: "Contract", ES: "Contrato", DE: "Vertrag"}},
		{List: DocumentOrigin, Code: "procedure", Labels: i18n.Text{FR: "Procédure", EN: "Procedure", ES: "Procedimiento", DE: "Anleitung"}},
		{List: DocumentOrigin, Code: "other", Labels: i18n.Text{FR: "Autre", EN: "Other", ES: "Otro", DE: "Sonstiges"}},
	}
}

// assetStates are those of 50-assets.md § 1.
func assetStates() []Item {
	return []Item{
		{List: AssetState, Code: "stock", Tone: "slate", Labels: i18n.Text{FR: "En stock", EN: "In stock", ES: "En almacén", DE: "Auf Lager"}},
		{List: AssetState, Code: "active", Tone: "green", Labels: i18n.Text{FR: "Actif", EN: "Active", ES: "Activo", DE: "Aktiv"}, Details: Details{BlocksIP: true}},
		{List: AssetState, Code: "standby", Tone: "amber", Labels: i18n.Text{FR: "En attente", EN: "Standby", ES: "En espera", DE: "In Reserve"}},
		{List: AssetState, Code: "retired", Tone: "red", Labels: i18n.Text{FR: "Recyclé", EN: "Retired", ES: "Retirado", DE: "Ausgemustert"}},
	}
}

func roles() []Item {
	return []Item{
		{List: InterfaceRole, Code: "lan", Builtin: true, Labels: i18n.Same("LAN")},
		{List: InterfaceRole, Code: "wifi", Builtin: true, Labels: i18n.Same("WIFI")},
	}
}
