// Package config is how the server is started: built-in values, then
// <data>/config.toml, then RENFORT_* in the environment, then flags
// (82-install-and-operations.md § 3).
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Version and Build are set by the linker in a release.
var (
	Version = "development"
	Build   = ""
)

// Config is the configuration of one server.
type Config struct {
	Listen         string   `toml:"listen"`
	DataDir        string   `toml:"data_dir"`
	DatabaseURL    string   `toml:"database_url"` // empty: the embedded database in DataDir
	RequestTimeout int      `toml:"request_timeout_s"`
	UploadMax      int      `toml:"upload_max_mb"`
	TimeZone       string   `toml:"time_zone"`
	TrustedProxies []string `toml:"trusted_proxies"`
	LogLevel       string   `toml:"log_level"`
	LogFormat      string   `toml:"log_format"`
}

func builtIn() Config {
	return Config{Listen: ":8080", DataDir: "/var/lib/renfort", RequestTimeout: 60, UploadMax: 51,
		TimeZone: "Europe/Paris", LogLevel: "info", LogFormat: "text"}
}

// Problem is one thing wrong with the configuration, with the place to mend it.
type Problem struct {
	File string
	Line int // 0: not of a file
	Key  string
	Text string
}

func (p Problem) Error() string {
	place := p.File
	if p.Line > 0 {
		place += ":" + strconv.Itoa(p.Line)
	}
	return fmt.Sprintf("%s: %s: %s", place, p.Key, p.Text)
}

// Load reads the configuration. dataDir and listen are flags; empty ones do not count.
func Load(dataDir, listen string, env []string) (Config, error) {
	c := builtIn()
	vars := environment(env)
	if d, ok := vars["data_dir"]; ok {
		c.DataDir = d
	}
	if dataDir != "" {
		c.DataDir = dataDir
	}
	flagged := c.DataDir
	if err := c.readFile(filepath.Join(c.DataDir, "config.toml")); err != nil {
		return c, err
	}
	if err := c.readEnv(vars); err != nil {
		return c, err
	}
	c.DataDir = flagged
	if listen != "" {
		c.Listen = listen
	}
	return c, c.check("flags and environment", nil)
}

func (c *Config) readFile(path string) error {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return Problem{File: path, Key: "file", Text: err.Error()}
	}
	meta, err := toml.Decode(string(text), c)
	if e, ok := errors.AsType[toml.ParseError](err); ok {
		return Problem{File: path, Line: e.Position.Line, Key: e.LastKey, Text: e.Message}
	}
	if err != nil {
		return Problem{File: path, Key: "file", Text: err.Error()}
	}
	lines := strings.Split(string(text), "\n")
	for _, key := range meta.Undecoded() {
		return Problem{File: path, Line: lineOf(lines, key.String()), Key: key.String(), Text: "this key is not known"}
	}
	return c.check(path, lines)
}

func lineOf(lines []string, key string) int {
	last := key[strings.LastIndex(key, ".")+1:]
	for i, l := range lines {
		name, _, _ := strings.Cut(l, "=")
		if strings.Trim(strings.TrimSpace(name), `"'[]`) == last {
			return i + 1
		}
	}
	return 0
}

const prefix = "RENFORT_"

func environment(env []string) map[string]string {
	out := map[string]string{}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if key, ok := strings.CutPrefix(name, prefix); ok {
			out[strings.ToLower(key)] = value
		}
	}
	return out
}

func (c *Config) readEnv(vars map[string]string) error {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		key := v.Type().Field(i).Tag.Get("toml")
		text, ok := vars[key]
		if !ok {
			continue
		}
		if err := set(v.Field(i), text); err != nil {
			return Problem{File: "environment", Key: prefix + strings.ToUpper(key), Text: err.Error()}
		}
	}
	return nil
}

func set(f reflect.Value, text string) error {
	switch f.Kind() {
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return errors.New("a whole number is expected")
		}
		f.SetInt(int64(n))
	case reflect.Slice:
		f.Set(reflect.ValueOf(strings.Fields(strings.ReplaceAll(text, ",", " "))))
	default:
		f.SetString(text)
	}
	return nil
}

// check refuses values that cannot work, naming file, line and key (OPS-022).
func (c Config) check(file string, lines []string) error {
	for _, r := range []struct {
		key, text string
		ok        bool
	}{
		{"listen", "an address such as :8080 or 127.0.0.1:8080 is expected", validListen(c.Listen)},
		{"data_dir", "a folder is expected", c.DataDir != ""},
		{"database_url", "an address such as postgres://user:password@host/name is expected", validDatabase(c.DatabaseURL)},
		{"request_timeout_s", "a number from 5 to 3600 is expected", c.RequestTimeout >= 5 && c.RequestTimeout <= 3600},
		{"upload_max_mb", "a number from 1 to 10000 is expected", c.UploadMax >= 1 && c.UploadMax <= 10_000},
		{"time_zone", "a zone such as Europe/Paris is expected", validZone(c.TimeZone)},
		{"log_level", "debug, info, warn or error is expected", one(c.LogLevel, "debug", "info", "warn", "error")},
		{"log_format", "text or json is expected", one(c.LogFormat, "text", "json")},
	} {
		if !r.ok {
			return Problem{File: file, Line: lineOf(lines, r.key), Key: r.key, Text: r.text}
		}
	}
	return nil
}

func one(s string, of ...string) bool {
	for _, o := range of {
		if s == o {
			return true
		}
	}
	return false
}

func validListen(s string) bool {
	_, port, err := net.SplitHostPort(s)
	n, perr := strconv.Atoi(port)
	return err == nil && perr == nil && n >= 0 && n <= 65535
}

func validDatabase(s string) bool {
	u, err := url.Parse(s)
	return s == "" || err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") && u.Host != ""
}

func validZone(s string) bool {
	_, err := time.LoadLocation(s)
	return err == nil && s != ""
}
