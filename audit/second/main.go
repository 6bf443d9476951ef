// The second verifier proves a channel's blocks again, by itself; README.md says what it looks at and what it does not.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// finding is one thing that was found: a code of the first verifier, and where.
type finding map[string]any

func found(code string, more ...any) finding {
	one := finding{"code": code}
	for pair := range slices.Chunk(more, 2) {
		one[pair[0].(string)] = pair[1]
	}
	return one
}
func end(is bool, code string, more ...any) {
	if is {
		panic(found(code, more...))
	}
}
func (v *verification) tell(is bool, code string, at *block, more ...any) {
	if is {
		v.take(found(code, append(more, "block", decimal(at.number))...))
	}
}
func hash(parts ...[]byte) []byte {
	digest := sha256.Sum256(slices.Concat(parts...))
	return digest[:]
}

// The codes that something could not be looked at; all others say that something differs.
const unlooked = " CHAIN_STARTS_LATE CHECK_FAILED EXPORT_INCOMPLETE EXPORT_TOO_LARGE EXPORT_UNREADABLE ROOTS_UNREADABLE ROOT_NOT_GIVEN "
const notLookedAt = "rules (amounts, rows, refusals, homes, roles, bodies, facts), instructions turned away, enrolments, folds, attributes of callers, what was read, when rows of collections expire"
const channelBytesAtMost, blockBytesAtMost, findingsAtMost = 249, 100 << 20, 10_000

// readExport gives each block of an export to check.
func readExport(name string, check func([]byte)) {
	file, err := os.Open(name)
	end(err != nil, "EXPORT_UNREADABLE", "found", fmt.Sprint(err))
	defer file.Close()
	front, digest := bufio.NewReader(file), sha256.New()
	take := func(length uint32) []byte {
		var content bytes.Buffer // Grown as it comes, so that a length that is only claimed costs nothing.
		_, err := io.CopyN(io.MultiWriter(&content, digest), front, int64(length))
		end(errors.Is(err, io.EOF), "EXPORT_INCOMPLETE")
		end(err != nil, "EXPORT_UNREADABLE", "found", fmt.Sprint(err))
		return content.Bytes()
	}
	part := func(most uint32) []byte {
		length := binary.BigEndian.Uint32(take(4))
		end(length > most, "EXPORT_TOO_LARGE")
		return take(length)
	}
	end(string(take(15)) != "assay blocks 1\n", "EXPORT_UNREADABLE")
	part(channelBytesAtMost)
	for content := part(blockBytesAtMost); len(content) > 0; content = part(blockBytesAtMost) {
		check(content)
	}
	expected := digest.Sum(nil)
	isSame := bytes.Equal(take(32), expected)
	_, err = front.ReadByte()
	end(!isSame || err == nil, "EXPORT_ALTERED")
}

// readRoots reads the root certificates by member, from JSON of PEM texts.
func readRoots(name string) map[string]certificates {
	texts, all := map[string]string{}, map[string]certificates{}
	content, err := os.ReadFile(name)
	demand(err == nil && json.Unmarshal(content, &texts) == nil && len(texts) > 0, "no roots")
	for member, text := range texts {
		for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
			root, err := x509.ParseCertificate(block.Bytes)
			demand(err == nil, "no root of "+member)
			all[member] = append(all[member], root)
		}
		demand(len(all[member]) > 0, "no root of "+member)
	}
	return all
}

// verify verifies an export, tells what it finds and at last its verdict, and answers the exit code.
func verify(name, channel string, roots map[string]certificates, to *json.Encoder) (code int) {
	codes, blocks, count := map[string]int{}, 0, 0
	v := &verification{channel: channel, roots: roots, state: rows{}, known: map[string]bool{}, take: func(one finding) {
		codes[one["code"].(string)]++
		if count++; count <= findingsAtMost {
			_ = to.Encode(one)
		}
	}}
	defer func() {
		if problem := recover(); problem != nil {
			one, is := problem.(finding)
			v.take(pick(is, one, finding{"code": "CHECK_FAILED", "found": fmt.Sprint(problem)}))
		}
		verdict := pick(blocks > 0 && len(codes) == 0, "proven", "not_checked")
		for each := range codes {
			verdict = pick(strings.Contains(unlooked, " "+each+" "), verdict, "differs")
		}
		_ = to.Encode(finding{"verdict": verdict, "export": name, "blocks": blocks, "transactions": v.transactions,
			"instructions": v.instructions, "codes": codes, "notLookedAt": notLookedAt})
		code = map[string]int{"proven": 0, "differs": 1, "not_checked": 2}[verdict]
	}()
	readExport(name, func(content []byte) { v.check(content); blocks++ })
	return code
}
func main() {
	channel, file := flag.String("channel", "", "the channel's name"), flag.String("roots", "", "the members' root certificates, given apart, as JSON")
	flag.Parse()
	to, worst := json.NewEncoder(os.Stdout), pick(flag.NArg() == 0, 2, 0)
	roots, problem := attempt(func() map[string]certificates { return readRoots(*file) })
	for _, name := range flag.Args() {
		code := 2
		if problem != "" {
			_ = to.Encode(found("ROOTS_UNREADABLE", "found", problem))
		} else {
			code = verify(name, *channel, roots, to)
		}
		worst = pick(code == 1 || worst == 0, code, worst)
	}
	os.Exit(worst)
}
