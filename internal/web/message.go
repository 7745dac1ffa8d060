package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"renfort/internal/web/ui"
)

// A message crosses a redirect in a cookie: no node has to remember it. It is
// signed, so that nobody can put words into our mouth, and read once.
const (
	messageCookie = "told"
	messageLife   = 5 * time.Minute
	messageMost   = 600 // bytes of text; a cookie holds no more than 4 KB
)

// Tell tells m on the next page.
func Tell(w http.ResponseWriter, r *http.Request, m ui.Message) {
	mux := visitOf(r.Context()).mux
	if len(m.Text) > messageMost {
		m.Text = string([]rune(m.Text)[:messageMost/4]) + "…"
	}
	mux.setCookie(w, messageCookie, mux.sign(m, time.Now()), messageLife)
}

type signed struct {
	At   int64
	Tone ui.Tone
	Text string
}

func (m *Mux) sign(message ui.Message, at time.Time) string {
	text, err := json.Marshal(signed{at.Unix(), message.Tone, message.Text})
	if err != nil {
		panic(err) // three plain fields
	}
	return base64.RawURLEncoding.EncodeToString(append(m.mac(text), text...))
}

func (m *Mux) mac(text []byte) []byte {
	h := hmac.New(sha256.New, m.config.Secret)
	h.Write([]byte("web message\n"))
	h.Write(text)
	return h.Sum(nil)
}

// takeMessages are the messages that wait for this page; they are told once.
func (m *Mux) takeMessages(w http.ResponseWriter, r *http.Request) []ui.Message {
	value := cookie(r, messageCookie)
	if value == "" {
		return nil
	}
	m.setCookie(w, messageCookie, "", -time.Second)
	raw, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || len(raw) < sha256.Size || !hmac.Equal(raw[:sha256.Size], m.mac(raw[sha256.Size:])) {
		return nil
	}
	var s signed
	if json.Unmarshal(raw[sha256.Size:], &s) != nil || time.Since(time.Unix(s.At, 0)) > messageLife {
		return nil
	}
	return []ui.Message{{Tone: s.Tone, Text: s.Text}}
}

// setCookie sets a cookie that script cannot read and other sites do not send.
// A life below zero takes it away.
func (m *Mux) setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		HttpOnly: true, Secure: m.config.HTTPS, SameSite: http.SameSiteLaxMode,
	})
}
