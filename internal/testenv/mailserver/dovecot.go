package mailserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/user"
	"strconv"
)

const dovecotProgram = "/usr/sbin/dovecot"

// dovecotConf: 1 folder, 2 IMAP, 3 IMAPS, 4 LMTP, 5 SASL for Postfix. Wrong
// passwords cost no time, and nothing is synced to disk.
const dovecotConf = `
base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = %[1]s/dovecot.log
ssl = yes
ssl_cert = <%[1]s/server.pem
ssl_key = <%[1]s/server.key
disable_plaintext_auth = no
protocols = imap lmtp
listen = 127.0.0.1
first_valid_uid = 8
mail_location = maildir:%[1]s/home/%%u/Maildir
mail_fsync = never
mail_max_userip_connections = 200
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
recipient_delimiter = +
lda_mailbox_autocreate = no
shutdown_clients = yes
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%u %[1]s/passwd
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%%d %[1]s/domains
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = %[1]s/oauth2.conf
}
userdb {
  driver = passwd-file
  args = username_format=%%Lu %[1]s/passwd
  default_fields = uid=mail gid=mail home=%[1]s/home/%%u
}
userdb {
  driver = passwd-file
  args = username_format=%%Ld %[1]s/domains
  default_fields = uid=mail gid=mail home=%[1]s/home/%%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash {
    auto = create
    special_use = \Trash
  }
}
service auth {
  inet_listener sasl {
    port = %[5]d
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = %[2]d
  }
  inet_listener imaps {
    port = %[3]d
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = %[4]d
  }
}
`

// account is the rest of a line of the accounts: who has no fields is not found.
const account = ":{PLAIN}" + Password + "::::::\n"

// oauthConf: 1 the port where a token is looked up.
const oauthConf = `
introspection_mode = auth
introspection_url = http://127.0.0.1:%d/introspect
username_attribute = username
active_attribute = active
active_value = true
`

func (s *Server) writeDovecot() error {
	home := s.dir + "/home"
	if err := errors.Join(os.Mkdir(s.dir+"/run", 0o755), os.Mkdir(home, 0o755)); err != nil {
		return err
	}
	if err := giveTo(home, "mail"); err != nil {
		return err
	}
	conf := fmt.Sprintf(dovecotConf, s.dir, s.IMAP, s.IMAPS, s.lmtp, s.sasl)
	return errors.Join(
		os.WriteFile(s.dir+"/dovecot.conf", []byte(conf), 0o644),
		os.WriteFile(s.dir+"/oauth2.conf", fmt.Appendf(nil, oauthConf, s.introspect), 0o644),
		os.WriteFile(s.dir+"/passwd", []byte(Support+account+User+account), 0o644),
		os.WriteFile(s.dir+"/domains", []byte(anyDomain+account), 0o644))
}

// giveTo makes path belong to a user of the system.
func giveTo(path, name string) error {
	who, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(who.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(who.Gid)
	if err != nil {
		return err
	}
	return os.Chown(path, uid, gid)
}

// serveIntrospection answers Dovecot's question whether a token is good, until
// the program ends.
func serveIntrospection() (port int, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		good := r.Header.Get("Authorization") == "Bearer "+Token
		w.Header().Set("Content-Type", "application/json")
		if !good {
			w.WriteHeader(http.StatusUnauthorized)
		}
		json.NewEncoder(w).Encode(map[string]any{"active": good, "username": Support})
	})
	go http.Serve(l, answer)
	return l.Addr().(*net.TCPAddr).Port, nil
}
