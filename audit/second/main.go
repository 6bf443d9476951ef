// The second verifier proves a channel's blocks again, by itself; README.md says what it looks at and what it does not.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"crypto/sha256"
	"crypto/x509"
)

// finding is one thing that was found: a code of the first verifier, and where.
type finding map[string]any
type certificate = x509.Certificate

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
const notLookedAt = "rules (amounts, rows, refusals, homes, roles, bodies, facts), instructions turned away, enrolments, folds, attributes of callers, ranges and collections that were read, rows of collections that expire"

// readExport gives each block of an export to check.
func readExport(name string, check func([]byte)) {
	file, err := os.Open(name)
	end(err != nil, "EXPORT_UNREADABLE", "found", fmt.Sprint(err))
	defer file.Close()
	front, digest := bufio.NewReader(file), sha256.New()
	take := func(length uint32) []byte {
		// Grown as it comes, so that a length that is only claimed costs nothing.
		var content bytes.Buffer
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
	const channelBytesAtMost, blockBytesAtMost = 249, 100 << 20
	part(channelBytesAtMost)
	for content := part(blockBytesAtMost); len(content) > 0; content = part(blockBytesAtMost) {
		check(content)
	}
	expected := digest.Sum(nil)
	isSame := bytes.Equal(take(32), expected)
	_, err = front.ReadByte()
	end(!isSame || err == nil, "EXPORT_ALTERED")
}

// readRoots reads the roots by member: a file of JSON, or a folder with a file MEMBER.pem of each.
func readRoots(name string) (map[string]certificates, error) {
	texts, all := map[string]string{}, map[string]certificates{}
	files, _ := filepath.Glob(filepath.Join(name, "*.pem"))
	content, err := os.ReadFile(name)
	if len(files) == 0 && (err != nil || json.Unmarshal(content, &texts) != nil) {
		return nil, errors.Join(errors.New("no roots"), err)
	}
	for _, each := range files {
		content, _ := os.ReadFile(each)
		texts[strings.TrimSuffix(filepath.Base(each), ".pem")] = string(content)
	}
	for member, text := range texts {
		for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
			root, err := x509.ParseCertificate(block.Bytes)
			if all[member] = append(all[member], root); err != nil {
				return nil, err
			}
		}
		if len(all[member]) == 0 {
			return nil, errors.New("no root of " + member)
		}
	}
	return all, nil
}

// verify verifies an export, tells what it finds and at last its verdict, and answers the exit code.
func verify(name, channel string, roots map[string]certificates, to *json.Encoder) (code int) {
	codes, blocks, toldAtMost := map[string]int{}, 0, 10_000
	v := &verification{channel: channel, roots: roots, state: rows{}, known: map[string]bool{}, take: func(one finding) {
		if codes[one["code"].(string)]++; toldAtMost > 0 {
			_ = to.Encode(one)
		}
		toldAtMost--
	}}
	defer func() {
		if problem := recover(); problem != nil {
			one, is := problem.(finding)
			if !is {
				one = found("CHECK_FAILED", "found", fmt.Sprint(problem))
			}
			v.take(one)
		}
		verdict := map[bool]string{true: "proven", false: "not_checked"}[blocks > 0 && len(codes) == 0]
		for each := range codes {
			if !strings.Contains(unlooked, " "+each+" ") {
				verdict = "differs"
			}
		}
		_ = to.Encode(finding{"verdict": verdict, "export": name, "blocks": blocks, "transactions": v.transactions, "instructions": v.instructions, "codes": codes, "notLookedAt": notLookedAt})
		code = map[string]int{"proven": 0, "differs": 1, "not_checked": 2}[verdict]
	}()
	readExport(name, func(content []byte) { v.check(content); blocks++ })
	return code
}
func main() {
	channel, roots := flag.String("channel", "", "the channel's name"), flag.String("roots", "", "the members' root certificates, given apart: JSON, or a folder of MEMBER.pem")
	flag.Parse()
	to := json.NewEncoder(os.Stdout)
	given, err := readRoots(*roots)
	if err != nil || *channel == "" || flag.NArg() == 0 {
		_ = to.Encode(found("ROOTS_UNREADABLE", "found", fmt.Sprint("second --channel NAME --roots FILE EXPORT...: ", err)))
		os.Exit(2)
	}
	worst := 0
	for _, name := range flag.Args() {
		if code := verify(name, *channel, given, to); code == 1 || worst == 0 {
			worst = code
		}
	}
	os.Exit(worst)
}
