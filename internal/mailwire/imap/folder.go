package imap

import (
	"context"
	"errors"
	"slices"
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"renfort/internal/fault"
	"renfort/internal/mailwire"
)

// Inbox is the folder that every account has; an empty name means it.
const Inbox = "INBOX"

// maxFolders bounds how many folders are listed.
const maxFolders = 5000

// Folders are the names of the folders that can hold mail, in order, INBOX first.
func (c *Client) Folders(ctx context.Context) ([]string, error) {
	var names []string
	err := c.do(ctx, func() error {
		list := c.c.List("", "*", nil)
		for data := list.Next(); data != nil; data = list.Next() {
			if !slices.Contains(data.Attrs, goimap.MailboxAttrNoSelect) && !slices.Contains(data.Attrs, goimap.MailboxAttrNonExistent) && len(names) < maxFolders {
				names = append(names, data.Mailbox)
			}
		}
		return list.Close()
	})
	if err != nil {
		return nil, c.answered(err)
	}
	slices.SortFunc(names, func(a, b string) int {
		if isInbox(a) != isInbox(b) {
			if isInbox(a) {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return names, nil
}

func isInbox(name string) bool { return strings.EqualFold(name, Inbox) }

func folderName(name string) string {
	if name == "" {
		return Inbox
	}
	return name
}

// Folder is an opened folder. UIDs are only meaningful together with Validity:
// when the server changes it, all messages have new UIDs.
type Folder struct {
	Name     string
	Validity uint32
	Messages int
}

// Select opens a folder for reading and marking.
func (c *Client) Select(ctx context.Context, name string) (Folder, error) {
	return c.open(ctx, name, false)
}

// Examine opens a folder so that nothing in it can change (MIN-052).
func (c *Client) Examine(ctx context.Context, name string) (Folder, error) {
	return c.open(ctx, name, true)
}

func (c *Client) open(ctx context.Context, name string, readOnly bool) (Folder, error) {
	name = folderName(name)
	var data *goimap.SelectData
	err := c.do(ctx, func() (err error) {
		data, err = c.c.Select(name, &goimap.SelectOptions{ReadOnly: readOnly}).Wait()
		return err
	})
	if _, said := errors.AsType[*goimap.Error](err); said {
		return Folder{}, c.missing(ctx, name, err)
	}
	if err != nil {
		return Folder{}, err
	}
	c.server.Did(mailwire.StepFolder, name)
	return Folder{Name: name, Validity: data.UIDValidity, Messages: int(data.NumMessages)}, nil
}

// maxNamed bounds how many folders a message to the administrator names.
const maxNamed = 50

// missing says which folders there are instead (MIN-053).
func (c *Client) missing(ctx context.Context, name string, cause error) error {
	folders, err := c.Folders(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(folders, name) {
		return c.answered(cause)
	}
	if len(folders) > maxNamed {
		folders = append(folders[:maxNamed], "…")
	}
	return fault.New(fault.NotFound, mailwire.KeyFolderMissing, name, strings.Join(folders, ", ")).Because(cause)
}

// create makes a folder and shows it in mail programs (MIN-054).
func (c *Client) create(ctx context.Context, name string) error {
	err := c.do(ctx, func() error { return c.c.Create(name, nil).Wait() })
	if said, ok := errors.AsType[*goimap.Error](err); ok && said.Code != goimap.ResponseCodeAlreadyExists {
		return c.answered(err)
	} else if err != nil && !ok {
		return err
	}
	err = c.do(ctx, func() error { return c.c.Subscribe(name).Wait() })
	if _, said := errors.AsType[*goimap.Error](err); said {
		return nil // not every server keeps subscriptions
	}
	return err
}
