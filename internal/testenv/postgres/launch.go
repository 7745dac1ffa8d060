package postgres

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"renfort/internal/testenv"
)

//go:embed keeper.sh
var keeper string

// idle is how long the server outlives the last test program: longer than the
// compiler needs between two packages.
const idle = 60 * time.Second

// launch takes the lease and finds or starts the server that goes with it.
func launch(ctx context.Context) (*Server, error) {
	dir, err := home()
	if err != nil {
		return nil, err
	}
	if err := takeLease(dir + "/lease"); err != nil {
		return nil, err
	}
	unlock, err := lock(dir + "/start")
	if err != nil {
		return nil, err
	}
	defer unlock()

	if s, err := running(ctx, dir); err == nil {
		return s, nil
	}
	var failed error
	for range 3 { // another program may take the free port first
		s, err := run(ctx, dir)
		if err == nil {
			return s, nil
		}
		failed = err
	}
	return nil, failed
}

// home is the folder that test programs of one user share. It is refused when it
// belongs to somebody else: the folder above may be written by everybody.
func home() (string, error) {
	uid := os.Getuid()
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("renfort-test-%d", uid))
	if err := os.MkdirAll(dir+"/postgres", 0o755); err != nil {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if st, ok := info.Sys().(*syscall.Stat_t); !info.IsDir() || !ok || int(st.Uid) != uid {
		return "", fmt.Errorf("%s belongs to somebody else: remove it", dir)
	}
	return dir + "/postgres", nil
}

// takeLease holds a shared lock until the program ends; the file is never closed.
func takeLease(path string) error {
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	return flock(fd, syscall.LOCK_SH)
}

// lock waits for the exclusive lock on path.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { f.Close() }, nil
}

func flock(fd, how int) error {
	for {
		if err := syscall.Flock(fd, how); err != syscall.EINTR {
			return err
		}
	}
}

// running reaches the server whose port another test program noted in dir.
func running(ctx context.Context, dir string) (*Server, error) {
	noted, err := os.ReadFile(dir + "/port")
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(strings.TrimSpace(string(noted)))
	if err != nil {
		return nil, err
	}
	return connect(ctx, dir, port)
}

// run starts a server in a new folder under dir and notes its port.
func run(ctx context.Context, dir string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, strings.ToLower(rand.Text()[:8]))
	port, err := initialise(bin, folder)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	gone, err := keep(bin, dir, folder, port)
	if err != nil {
		return nil, err
	}
	s, err := wait(ctx, dir, folder, port, gone)
	if err != nil {
		return nil, err
	}
	if _, err := s.admin.Exec(ctx, "CREATE ROLE "+Role+" LOGIN PASSWORD '"+password+"'"); err != nil {
		return nil, fmt.Errorf("create role: %w", err)
	}
	return s, os.WriteFile(dir+"/port", []byte(strconv.Itoa(port)), 0o600)
}

// programs is the folder of the newest PostgreSQL that Debian installed, or of the
// one on PATH.
func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(newest), nil
	}
	p, err := exec.LookPath("postgres")
	if err != nil {
		return "", errors.New("no program postgres under /usr/lib/postgresql nor on PATH")
	}
	return filepath.Dir(p), nil
}

// version is NN of /usr/lib/postgresql/NN/bin/postgres.
func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// initialise makes the server's files in folder, owned by whom it will run as.
func initialise(bin, folder string) (port int, err error) {
	if err := os.Mkdir(folder, 0o755); err != nil {
		return 0, err
	}
	secret := folder + "/password"
	if err := os.WriteFile(secret, []byte(password), 0o644); err != nil {
		return 0, err
	}
	cmd, err := unprivileged(bin+"/initdb", "-D", folder+"/data", "-U", superman, "-A", "scram-sha-256",
		"--pwfile="+secret, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	if err != nil {
		return 0, err
	}
	if err := giveTo(cmd, folder); err != nil {
		return 0, err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("initdb: %w: %s", err, out)
	}
	if port, err = freePort(); err != nil {
		return 0, err
	}
	conf, err := os.OpenFile(folder+"/data/postgresql.conf", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	_, err = fmt.Fprintf(conf, configuration, port, folder)
	return port, errors.Join(err, conf.Close())
}

// configuration is for speed: a crash of the machine may lose all of it.
const configuration = `
listen_addresses = '127.0.0.1'
port = %d
unix_socket_directories = '%s'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 400
shared_buffers = 128MB
max_wal_size = 1GB
autovacuum_naptime = 10s
logging_collector = off
`

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// keep starts the keeper, which outlives this program and so has a session, a
// folder and a log of its own. The channel closes when it ends before us.
func keep(bin, dir, folder string, port int) (gone <-chan struct{}, err error) {
	server, err := unprivileged(bin+"/postgres", "-D", folder+"/data")
	if err != nil {
		return nil, err
	}
	log, err := os.Create(logFile(folder))
	if err != nil {
		return nil, err
	}
	defer log.Close()

	seconds := strconv.Itoa(int(idle.Seconds()))
	cmd := testenv.Command("/bin/sh", append([]string{"-c", keeper, "keeper.sh", dir + "/lease", folder, seconds}, asUser(server)...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = "/", log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the keeper of port %d: %w", port, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // how it ended stands in its log
	}()
	return ended, nil
}

func logFile(folder string) string { return folder + ".log" }

// unprivileged prepares a program of PostgreSQL, which refuses to run as root.
func unprivileged(name string, args ...string) (*exec.Cmd, error) {
	cmd := testenv.Command(name, args...)
	cmd.Dir = "/"
	if os.Getuid() != 0 {
		return cmd, nil
	}
	who, err := user.Lookup(superman)
	if err != nil {
		return nil, fmt.Errorf("root cannot run PostgreSQL and there is no user %s: %w", superman, err)
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd, nil
}

// giveTo makes folder belong to whom cmd runs as.
func giveTo(cmd *exec.Cmd, folder string) error {
	if cmd.SysProcAttr == nil {
		return nil
	}
	c := cmd.SysProcAttr.Credential
	return os.Chown(folder, int(c.Uid), int(c.Gid))
}

// asUser is cmd as words for the shell, which changes user by setpriv.
func asUser(cmd *exec.Cmd) []string {
	if cmd.SysProcAttr == nil {
		return cmd.Args
	}
	c := cmd.SysProcAttr.Credential
	return append([]string{"setpriv", fmt.Sprintf("--reuid=%d", c.Uid), fmt.Sprintf("--regid=%d", c.Gid), "--clear-groups"}, cmd.Args...)
}

// wait returns when the server answers, or why it never will.
func wait(ctx context.Context, dir, folder string, port int, gone <-chan struct{}) (*Server, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		s, err := connect(ctx, dir, port)
		if err == nil {
			return s, os.Remove(folder + "/password")
		}
		select {
		case <-gone:
			log, _ := os.ReadFile(logFile(folder))
			return nil, fmt.Errorf("PostgreSQL ended at once: %s", log)
		case <-ctx.Done():
			return nil, fmt.Errorf("PostgreSQL does not answer on port %d: %w", port, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// connect opens the few connections that make and drop databases.
func connect(ctx context.Context, dir string, port int) (*Server, error) {
	s := &Server{Port: port, dir: dir}
	conf, err := pgxpool.ParseConfig(s.AdminDSN(superman))
	if err != nil {
		return nil, err
	}
	conf.MaxConns = 4
	if s.admin, err = pgxpool.NewWithConfig(ctx, conf); err != nil {
		return nil, err
	}
	if err := s.admin.Ping(ctx); err != nil {
		s.admin.Close()
		return nil, err
	}
	return s, nil
}

// templateName folds key to what a database may be called.
func templateName(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "template_" + hex.EncodeToString(sum[:8])
}
