package clean

import (
	"math"
	"strconv"
	"strings"
)

// namedColours are the names that mail programs and editors write.
var namedColours = map[string]uint32{
	"red": 0xff0000, "darkred": 0x8b0000, "crimson": 0xdc143c, "maroon": 0x800000, "tomato": 0xff6347, "orange": 0xffa500,
	"darkorange": 0xff8c00, "coral": 0xff7f50, "gold": 0xffd700, "yellow": 0xffff00, "green": 0x008000, "lime": 0x00ff00,
	"darkgreen": 0x006400, "olive": 0x808000, "teal": 0x008080, "cyan": 0x00ffff, "aqua": 0x00ffff, "blue": 0x0000ff,
	"navy": 0x000080, "darkblue": 0x00008b, "royalblue": 0x4169e1, "lightblue": 0xadd8e6, "purple": 0x800080, "violet": 0xee82ee,
	"indigo": 0x4b0082, "magenta": 0xff00ff, "fuchsia": 0xff00ff, "pink": 0xffc0cb, "hotpink": 0xff69b4, "brown": 0xa52a2a,
	"gray": 0x808080, "grey": 0x808080, "silver": 0xc0c0c0, "lightgray": 0xd3d3d3, "lightgrey": 0xd3d3d3, "darkgray": 0xa9a9a9,
	"lightgreen": 0x90ee90, "lightyellow": 0xffffe0, "salmon": 0xfa8072, "khaki": 0xf0e68c, "black": 0x000000, "white": 0xffffff,
}

// coloured is the class of the nearest colour we have. Nearly black and nearly
// white get none: they are the page's own, in either mode.
func coloured(prefix, value string) string {
	rgb, ok := readColour(strings.ToLower(strings.TrimSpace(value)))
	if !ok {
		return ""
	}
	hue, saturation, lightness := hsl(rgb)
	background := prefix == "mark-"
	switch {
	case lightness < 0.12, lightness > 0.97:
		return ""
	case saturation < 0.15:
		if !background && lightness < 0.3 {
			return "" // the dark grey of plain text
		}
		return prefix + "grey"
	}
	return prefix + hueName(hue, lightness)
}

// hueName names a hue of 0 to 360 degrees.
func hueName(hue, lightness float64) string {
	switch {
	case hue < 12 || hue >= 345:
		return "red"
	case hue < 45 && lightness < 0.35:
		return "brown"
	case hue < 45:
		return "orange"
	case hue < 70:
		return "yellow"
	case hue < 160:
		return "green"
	case hue < 195:
		return "teal"
	case hue < 255:
		return "blue"
	case hue < 295:
		return "purple"
	}
	return "pink"
}

// readColour reads #rgb, #rrggbb, rgb(r, g, b) and names.
func readColour(value string) (rgb uint32, ok bool) {
	if rgb, ok = namedColours[value]; ok {
		return rgb, true
	}
	if digits, found := strings.CutPrefix(value, "#"); found {
		if len(digits) == 3 {
			digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
		}
		n, err := strconv.ParseUint(digits, 16, 32)
		return uint32(n), err == nil && len(digits) == 6
	}
	inner, found := strings.CutPrefix(strings.Replace(value, "rgba(", "rgb(", 1), "rgb(")
	if !found {
		return 0, false
	}
	parts := strings.FieldsFunc(strings.TrimSuffix(inner, ")"), func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
	if len(parts) < 3 || len(parts) == 4 && parts[3] == "0" {
		return 0, false
	}
	for _, part := range parts[:3] {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil {
			return 0, false
		}
		rgb = rgb<<8 | uint32(n)
	}
	return rgb, true
}

// hsl is hue in degrees, saturation and lightness from 0 to 1.
func hsl(rgb uint32) (hue, saturation, lightness float64) {
	r, g, b := float64(rgb>>16&0xff)/255, float64(rgb>>8&0xff)/255, float64(rgb&0xff)/255
	high, low := max(r, g, b), min(r, g, b)
	lightness = (high + low) / 2
	delta := high - low
	if delta == 0 {
		return 0, 0, lightness
	}
	saturation = delta / (1 - math.Abs(2*lightness-1))
	switch high {
	case r:
		hue = math.Mod((g-b)/delta+6, 6)
	case g:
		hue = (b-r)/delta + 2
	default:
		hue = (r-g)/delta + 4
	}
	return hue * 60, saturation, lightness
}
