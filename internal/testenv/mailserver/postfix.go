package mailserver

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"renfort/internal/testenv"
)

const (
	postfixProgram = "/usr/sbin/postfix"
	postfixMaster  = "/usr/lib/postfix/sbin/master"
)

// mainConf: 1 folder, 2 LMTP, 3 SASL. What is not for Domain is refused: nothing
// can leave the machine.
const mainConf = `
compatibility_level = 3.6
config_directory = %[1]s/postfix
queue_directory = %[1]s/queue
data_directory = %[1]s/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = /dev/stdout
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.test
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
mynetworks =
biff = no
virtual_mailbox_domains = example.test, any.test
virtual_mailbox_maps = regexp:%[1]s/postfix/known
virtual_transport = lmtp:inet:127.0.0.1:%[2]d
recipient_delimiter = +
relay_transport = error:5.7.1 no relaying from the test machine
default_transport = error:5.7.1 no relaying from the test machine
smtpd_recipient_restrictions = check_recipient_access regexp:%[1]s/postfix/access
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:%[3]d
smtpd_tls_cert_file = %[1]s/server.pem
smtpd_tls_key_file = %[1]s/server.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_error_sleep_time = 0
smtpd_client_connection_rate_limit = 0
anvil_rate_time_unit = 60s
message_size_limit = 20480000
smtpd_timeout = 60s
`

// masterConf: 1 SMTP, 2 SMTPS, 3 SMTP without TLS.
const masterConf = `
127.0.0.1:%[1]d inet n - n - - smtpd
127.0.0.1:%[2]d inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:%[3]d inet n - n - - smtpd
  -o smtpd_tls_security_level=none -o smtpd_tls_auth_only=no
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`

const (
	knownMap  = "!/^nobody/ known\n"
	accessMap = "/^later/ 450 4.2.1 try again later\n/^full/ 552 5.2.2 the mailbox is full\n"
)

func (s *Server) writePostfix() error {
	conf := s.dir + "/postfix"
	if err := errors.Join(os.Mkdir(conf, 0o755), os.Mkdir(s.dir+"/queue", 0o755), os.Mkdir(s.dir+"/data", 0o755)); err != nil {
		return err
	}
	return errors.Join(
		giveTo(s.dir+"/data", "postfix"),
		os.WriteFile(conf+"/main.cf", fmt.Appendf(nil, mainConf, s.dir, s.lmtp, s.sasl), 0o644),
		os.WriteFile(conf+"/master.cf", fmt.Appendf(nil, masterConf, s.SMTP, s.SMTPS, s.PlainSMTP), 0o644),
		os.WriteFile(conf+"/known", []byte(knownMap), 0o644),
		os.WriteFile(conf+"/access", []byte(accessMap), 0o644))
}

// startPostfix runs Postfix' master itself: "postfix start-fg" waits seconds.
func (s *Server) startPostfix() error {
	conf := s.dir + "/postfix"
	check := testenv.Command(postfixProgram, "-c", conf, "check") // makes the queue's folders
	if out, err := check.CombinedOutput(); err != nil {
		if _, ended := errors.AsType[*exec.ExitError](err); ended {
			return fmt.Errorf("postfix check: %w: %s", err, out)
		}
		return err
	}
	p, err := run(s.dir+"/postfix.out", "/usr/bin/env", "MAIL_CONFIG="+conf, "MAIL_LOGTAG=postfix", "config_directory="+conf, postfixMaster, "-s")
	if err != nil {
		return err
	}
	s.postfix = p
	return p.listens(s.dir+"/postfix.out", s.SMTP, s.SMTPS, s.PlainSMTP)
}
