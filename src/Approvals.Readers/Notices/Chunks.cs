using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Texts, and the clause of owners that closes them; null while none has.</summary>
internal sealed class Chunk(List<Passage> texts, OwnerClause? clause)
{
    public List<Passage> Texts { get; } = texts;

    public OwnerClause? Clause { get; set; } = clause;
}

/// <summary>What a part says, cut where clauses of owners close it.</summary>
internal sealed partial class Chunks(OutlineNode node)
{
    private readonly List<Chunk> _chunks = [];

    /// <summary>A paragraph of the part, with the clauses in it.</summary>
    public void Add(Passage part, ImmutableArray<OwnerClause> clauses)
    {
        var at = 0;
        foreach (var clause in clauses)
        {
            Add(part.Slice(at, clause.Start - at));
            Close(clause);
            at = clause.End;
        }

        Add(part.Slice(at));
    }

    public List<Chunk> Closed()
    {
        JoinTail();
        DropBareHeading();
        return _chunks;
    }

    private void Add(Passage words)
    {
        var text = words.Trim('，', '、', '；', ';', ' ', '\n');
        if (text.Trim('。').Length < 2 || (node.Level == 0 && FormLine().IsMatch(text.Text)))
        {
            return;
        }

        if (_chunks is [.., { Clause: null } open] && node.Level > 0)
        {
            open.Texts.Add(text);
        }
        else if (_chunks is [.., { Clause: null } loose])
        {
            loose.Texts.Clear();
            loose.Texts.Add(text); // without numbers each paragraph stands alone
        }
        else
        {
            _chunks.Add(new([text], null));
        }
    }

    private void Close(OwnerClause clause)
    {
        if (_chunks is [.., { Clause: { } half } whole, { Clause: null } rest] && node.Level > 0 && Completes(half, clause))
        {
            // Labels on both sides of the text, each saying its part.
            whole.Texts.AddRange(rest.Texts);
            whole.Clause = half.With(clause);
            _chunks.Remove(rest);
        }
        else if (_chunks is [.., { Clause: null } open])
        {
            open.Clause = clause;
        }
        else if (_chunks is [.., { Clause: { } before } last] && (!clause.Names || (last.Texts.Count == 0 && !before.Names))
            && !(Conflict(before, clause) && before.Rule == clause.Rule))
        {
            last.Clause = before.With(clause);
        }
        else
        {
            _chunks.Add(new([], clause));
        }
    }

    /// <summary>Text after a clause that no clause closes belongs to the one before.</summary>
    private void JoinTail()
    {
        if (_chunks is [.., { Clause: not null } closed, { Clause: null } tail] && node.Level > 0)
        {
            closed.Texts.AddRange(tail.Texts);
            _chunks.Remove(tail);
        }
    }

    /// <summary>A bare heading over several tasks is none of them.</summary>
    private void DropBareHeading()
    {
        if (node.Level > 0 && node.Rest.Length == 0 && node.Paragraphs.Count > 1 && _chunks.Count(c => c.Clause is { HasOwners: true }) > 1
            && _chunks[0].Texts is [var heading, _, ..]
            && node.Full.Text.StartsWith(heading.Text, StringComparison.Ordinal))
        {
            _chunks[0].Texts.RemoveAt(0);
        }
    }

    /// <summary>Both name departments, or both leaders: they speak of different tasks.</summary>
    private static bool Conflict(OwnerClause one, OwnerClause two) =>
        (!one.Owners.Departments.IsEmpty && !two.Owners.Departments.IsEmpty && one.Owners.Lead.IsEmpty == two.Owners.Lead.IsEmpty
            && one.Owners.Support.IsEmpty == two.Owners.Support.IsEmpty)
        || (!one.Owners.Leaders.IsEmpty && !two.Owners.Leaders.IsEmpty);

    private static bool Completes(OwnerClause one, OwnerClause two) =>
        one.Rule == "owner-label" && two.Rule == "owner-label" && !Conflict(one, two)
        && !(one.Deadline.Length > 0 && two.Deadline.Length > 0) && !two.Names;

    /// <summary>What a form (督办单) says of itself.</summary>
    [GeneratedRegex("^(?:编号|文号|单号|字号|签发人?|批示领导|来文单位|发文单位)[：:]")]
    private static partial Regex FormLine();
}
