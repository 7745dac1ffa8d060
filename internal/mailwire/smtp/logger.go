package smtp

import (
	"fmt"
	"strings"

	"github.com/wneessen/go-mail/log"
)

// logger gives go-mail's words to the one who watches.
type logger struct{ debug func(string) }

func (l logger) Debugf(m log.Log) { l.write(m) }
func (l logger) Infof(m log.Log)  { l.write(m) }
func (l logger) Warnf(m log.Log)  { l.write(m) }
func (l logger) Errorf(m log.Log) { l.write(m) }

func (l logger) write(m log.Log) {
	arrow := "C: "
	if m.Direction == log.DirServerToClient {
		arrow = "S: "
	}
	for line := range strings.SplitSeq(fmt.Sprintf(m.Format, m.Messages...), "\n") {
		l.debug(arrow + line)
	}
}
