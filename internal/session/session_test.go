package session_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"renfort/internal/authz"
	"renfort/internal/desktest"
	"renfort/internal/fault"
	"renfort/internal/ids"
)

const here = "192.0.2.1"

// AUT-002, AUT-003, SES-010, SES-011
func TestASessionBeginsAndEnds(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx, now := t.Context(), time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		d.DB.Now = func() time.Time { return now }
		d.Person("Tom", ids.Root, authz.Technician, true)
		secret, err := d.Sessions.SignIn(ctx, " tOM ", desktest.Password, here, "Firefox")
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Sessions.Of(ctx, secret, here, true)
		if err != nil || !s.Actor.Has(authz.SideAll) || s.Actor.Has(authz.AdminRights) || s.User.Login != "Tom" {
			t.Fatalf("%+v, %v", s.User, err)
		}
		for range 3 { // activity keeps it open
			now = now.Add(50 * time.Minute)
			if s, err = d.Sessions.Of(ctx, secret, here, true); err != nil {
				t.Fatal(err)
			}
		}
		now = now.Add(50 * time.Minute)
		if _, err = d.Sessions.Of(ctx, secret, here, false); err != nil { // looking is no activity: SES-009
			t.Fatal(err)
		}
		now = now.Add(20 * time.Minute)
		if _, err = d.Sessions.Of(ctx, secret, here, true); !fault.Is(err, "session.idle") {
			t.Errorf("after 70 idle minutes: %v", err)
		}
		now = now.Add(-time.Hour)
		if err := d.Sessions.SignOut(ctx, s); err != nil {
			t.Fatal(err)
		}
		for _, stale := range []string{secret, "", "forged"} {
			if _, err := d.Sessions.Of(ctx, stale, here, true); fault.KindOf(err) != fault.SignedOut {
				t.Errorf("%q: %v", stale, err)
			}
		}
	})
}

// AUT-003, AUT-030, AUT-031
func TestGuessingIsBraked(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx, now := t.Context(), time.Now()
		d.DB.Now = func() time.Time { return now }
		d.Person("tom", ids.Root, authz.Technician, true)
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		defer slog.SetDefault(before)

		_, wrong := d.Sessions.SignIn(ctx, "tom", "wrong", here, "")
		_, unknown := d.Sessions.SignIn(ctx, "no\" ip=203.0.113.9\nbody", "wrong", here, "")
		if wrong.Error() != unknown.Error() {
			t.Errorf("one can tell %v from %v", wrong, unknown)
		}
		if !strings.Contains(log.String(), `auth failure login=\"tom\" ip=192.0.2.1 reason=\"wrong password\"`) || strings.Count(log.String(), "\n") != 2 {
			t.Errorf("log:\n%s", log.String())
		}
		for range 4 {
			d.Sessions.SignIn(ctx, "TOM", "wrong", here, "")
		}
		if _, err := d.Sessions.SignIn(ctx, "tom", desktest.Password, "198.51.100.7", ""); !fault.Is(err, "session.locked") {
			t.Errorf("after five failures: %v", err)
		}
		now = now.Add(16 * time.Minute)
		if _, err := d.Sessions.SignIn(ctx, "tom", desktest.Password, here, ""); err != nil {
			t.Errorf("after the lock: %v", err)
		}
		for i := range 20 {
			d.Sessions.SignIn(ctx, strings.Repeat("x", i+1), "wrong", here, "")
		}
		if _, err := d.Sessions.SignIn(ctx, "tom", desktest.Password, here, ""); !fault.Is(err, "session.locked") {
			t.Errorf("after twenty failures of one address: %v", err)
		}
	})
}

// AUT-020, AUT-025, USR-086, CLI-020
func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	desktest.Each(t, func(t *testing.T, d desktest.Desk) {
		ctx := t.Context()
		d.Person("tom", ids.Root, authz.Technician, true)
		one, err := d.Sessions.SignIn(ctx, "tom", desktest.Password, here, "")
		if err != nil {
			t.Fatal(err)
		}
		two, err := d.Sessions.SignIn(ctx, "tom", desktest.Password, here, "")
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Sessions.Of(ctx, one, here, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range [][3]string{
			{"wrong", "another good phrase", "session.old_wrong"},
			{desktest.Password, desktest.Password, "session.same_password"},
			{desktest.Password, "short", "user.password_short"},
			{desktest.Password, "1234567890", "user.password_common"},
			{desktest.Password, "tom@acme.test", "user.password_yours"},
		} {
			if err := d.Sessions.ChangePassword(ctx, s, bad[0], bad[1]); !fault.Is(err, bad[2]) {
				t.Errorf("%s: %v, want %s", bad[1], err, bad[2])
			}
		}
		if err := d.Sessions.ChangePassword(ctx, s, desktest.Password, "another good phrase"); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Sessions.Of(ctx, one, here, true); err != nil {
			t.Errorf("the session itself: %v", err)
		}
		if _, err := d.Sessions.Of(ctx, two, here, true); fault.KindOf(err) != fault.SignedOut {
			t.Errorf("the other session: %v", err)
		}
		if err := d.ResetPassword(ctx, authz.System("cli", authz.AdminUsers), "tom", "lost and found again"); err != nil {
			t.Fatal(err)
		}
		fresh, err := d.Sessions.SignIn(ctx, "tom", "lost and found again", here, "")
		if err != nil {
			t.Fatal(err)
		}
		if s, err = d.Sessions.Of(ctx, fresh, here, true); err != nil || !s.User.MustChange {
			t.Errorf("must change: %v, %v", s.User.MustChange, err)
		}
	})
}
