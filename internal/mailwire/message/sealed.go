package message

import "strings"

// isEncryptedCMS reports an S/MIME body that cannot be read here: enveloped, or
// signed in a way that packs the text into the signature.
func isEncryptedCMS(p *part) bool {
	return (p.kind == "application/pkcs7-mime" || p.kind == "application/x-pkcs7-mime") &&
		!strings.EqualFold(p.params["smime-type"], "certs-only")
}

// isSignature reports a detached signature, which says nothing to a reader.
func isSignature(p *part) bool {
	switch p.kind {
	case "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature":
		return true
	}
	return false
}

const (
	encryptedArmour = "-----BEGIN PGP MESSAGE-----"
	signedArmour    = "-----BEGIN PGP SIGNED MESSAGE-----"
	signatureArmour = "-----BEGIN PGP SIGNATURE-----"
)

// readArmour handles PGP without MIME: a text that is one encrypted block, or
// one that was signed in place and keeps only what was said.
func (c *collector) readArmour() {
	text := strings.TrimSpace(c.m.Text)
	switch {
	case strings.HasPrefix(text, encryptedArmour):
		c.m.Encrypted = true
	case strings.HasPrefix(text, signedArmour):
		_, said, found := strings.Cut(text, "\n\n") // after the armour's headers
		if !found {
			return
		}
		said, _, _ = strings.Cut(said, signatureArmour)
		c.m.Text = strings.TrimSpace(strings.ReplaceAll("\n"+said, "\n- ", "\n")) // dash escapes of RFC 9580
	}
}
