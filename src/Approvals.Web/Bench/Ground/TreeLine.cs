using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Bench.Ground;

/// <summary>What differs from copy to copy of a tree: its cases by their places, and its events by the digits of their hashes.</summary>
internal sealed record Originals(IReadOnlyDictionary<CaseId, int> Cases, IReadOnlyDictionary<string, int> Events)
{
    public int? Place(string id) => Cases.TryGetValue(new CaseId(Guid.Parse(id)), out var place) ? place : null;

    public int? Event(string hash) => Events.TryGetValue(hash, out var number) ? number : null;
}

/// <summary>A row as COPY writes it, cut where something of the copy stands instead.</summary>
internal sealed partial class TreeLine
{
    private readonly ImmutableArray<Piece> _pieces;

    private TreeLine(ImmutableArray<Piece> pieces) => _pieces = pieces;

    public static TreeLine Read(string line, Originals of)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        // Every table begins with unit_id.
        var at = line.IndexOf('\t');
        foreach (Match match in Marks().Matches(line, at))
        {
            Piece? piece = match.Groups switch
            {
                var g when g["dashed"].Success => of.Place(match.Value) is { } place ? new Piece.Dashed(place) : null,
                var g when g["hash"].Success => of.Event(g["hash"].Value) is { } number ? new Piece.Hash(number, g["hash"].Value) : null,
                var g when g["json"].Success => new Piece.Json(PayloadText.Read(Convert.FromHexString(g["json"].Value), of)),
                _ => of.Place(match.Value) is { } place ? new Piece.Plain(place) : null,
            };
            if (piece is not null)
            {
                pieces.Add(new Piece.Text(line[at..match.Index] + (piece is Piece.Hash or Piece.Json ? @"\\x" : "")));
                pieces.Add(piece);
                at = match.Index + match.Length;
            }
        }

        pieces.Add(new Piece.Text(line[at..] + "\n"));
        return new(pieces.ToImmutable());
    }

    /// <param name="hashes">Of the copy's events; empty: its history is not written, and the original's stand for it.</param>
    public void Write(StringBuilder to, UnitId unit, TreeCopy copy, ImmutableArray<string> hashes)
    {
        to.Append(CultureInfo.InvariantCulture, $"{unit.Value}");
        foreach (var piece in _pieces)
        {
            switch (piece)
            {
                case Piece.Text text:
                    to.Append(text.Written);
                    break;
                case Piece.Dashed dashed:
                    to.Append(copy[dashed.Case].Dashed);
                    break;
                case Piece.Plain plain:
                    to.Append(copy[plain.Case].Plain);
                    break;
                case Piece.Json json:
                    json.Payload.Write(to, copy);
                    break;
                case Piece.Hash hash:
                    to.Append(hashes.IsEmpty ? hash.Digits : hashes[hash.Event]);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    private abstract record Piece
    {
        private Piece()
        {
        }

        public sealed record Text(string Written) : Piece;

        /// <summary>A case's id as PostgreSQL writes it.</summary>
        public sealed record Dashed(int Case) : Piece;

        /// <summary>The same as JSON has it.</summary>
        public sealed record Plain(int Case) : Piece;

        public sealed record Hash(int Event, string Digits) : Piece;

        public sealed record Json(PayloadText Payload) : Piece;
    }

    /// <summary>Ids with and without dashes; of bytes, hashes (32 of them) and JSON, which begins with a brace.</summary>
    [GeneratedRegex(
        @"(?<dashed>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
        + @"|\\\\x(?:(?<hash>[0-9a-f]{64})(?=\t|$)|(?<json>7b[0-9a-f]*)(?=\t|$))|(?<plain>(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f]))")]
    private static partial Regex Marks();
}

/// <summary>The exact bytes of a JSON text, cut where case ids stand.</summary>
internal sealed partial class PayloadText
{
    private readonly ImmutableArray<(byte[] Bytes, string Digits, int? Case)> _pieces;

    private PayloadText(ImmutableArray<(byte[] Bytes, string Digits, int? Case)> pieces) => _pieces = pieces;

    public static PayloadText Read(byte[] bytes, Originals of)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var pieces = ImmutableArray.CreateBuilder<(byte[], string, int?)>();
        var at = 0;
        foreach (Match match in PlainId().Matches(text))
        {
            if (of.Place(match.Value) is { } place)
            {
                Add(text[at..match.Index], place);
                at = match.Index + match.Length;
            }
        }

        Add(text[at..], null);
        return new(pieces.ToImmutable());

        void Add(string part, int? place)
        {
            var written = Encoding.UTF8.GetBytes(part);
            pieces.Add((written, Convert.ToHexStringLower(written), place));
        }
    }

    public void Write(StringBuilder to, TreeCopy copy)
    {
        foreach (var (_, digits, place) in _pieces)
        {
            to.Append(digits).Append(place is { } one ? copy[one].Digits : "");
        }
    }

    public byte[] Of(TreeCopy copy)
    {
        if (_pieces is [var (only, _, _)])
        {
            return only;
        }

        using var made = new MemoryStream();
        foreach (var (bytes, _, place) in _pieces)
        {
            made.Write(bytes);
            made.Write(place is { } one ? copy[one].Bytes : []);
        }

        return made.ToArray();
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex PlainId();
}

/// <summary>What an event's hash covers.</summary>
/// <param name="Case">Its place among the cases of the tree.</param>
internal sealed record TreeEvent(int Case, int Seq, string Kind, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, PayloadText Text)
{
    public static TreeEvent Read(string line, Originals of) => line.Split('\t') is
        [_, _, var id, var seq, var kind, var actor, var at, var on, var payload, _]
        ? new(
            of.Cases[new CaseId(Guid.Parse(id))], int.Parse(seq, CultureInfo.InvariantCulture), kind,
            actor == @"\N" ? null : int.Parse(actor, CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), DateOnly.Parse(on, CultureInfo.InvariantCulture),
            PayloadText.Read(Convert.FromHexString(payload.AsSpan(3)), of))
        : throw new InvalidOperationException("an event has other columns");

    /// <summary>Of the event, in the hexadecimal digits in which COPY writes its bytes.</summary>
    public static string HashOf(string line) => line[(line.LastIndexOf('\t') + 4)..];

    public byte[] Link(byte[] before, UnitId unit, TreeCopy copy) =>
        Chain.Link(Seq == 1 ? Chain.Start : before, unit, copy[Case].Id, Seq, Kind, Actor, RecordedAt, EffectiveOn, Text.Of(copy));
}
