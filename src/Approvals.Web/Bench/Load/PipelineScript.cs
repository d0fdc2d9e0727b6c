using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine;

namespace Approvals.Web.Bench.Load;

/// <summary>What pgbench runs.</summary>
/// <param name="RoundTrips">How often a client waits for an answer.</param>
internal sealed record ReferenceScript(string Text, int RoundTrips);

/// <summary>
/// The reference: the statements that the product sent for one command, written for pgbench, pipelined as far as none needs the answer
/// of another: a command in two round trips, what is read and what is then written. Every run of it is about another copy of the same case.
/// </summary>
/// <param name="one">The case that the command was about, and the others of its tree, by what they are copies of.</param>
internal sealed partial class PipelineScript(CopiedCases one)
{
    public ReferenceScript Write(IReadOnlyList<SentStatement> sent)
    {
        var (script, trips) = (new StringBuilder("\\set i :i + 1\n\\set n :first + :i * :clients + :client_id\n\\startpipeline\n"), 1);
        foreach (var (at, statement) in sent.Index())
        {
            if (at > 0 && Waits(sent[at - 1], statement))
            {
                script.Append("\\endpipeline\n\\startpipeline\n");
                trips++;
            }

            script.Append(Filled(statement)).Append(";\n");
        }

        return new(script.Append("\\endpipeline\n").ToString(), trips);
    }

    /// <summary>What is written follows from what was read, and what a next transaction does from what the last one did.</summary>
    private static bool Waits(SentStatement before, SentStatement next) => before.Ends || (before.Reads && next.Writes);

    private string Filled(SentStatement statement) => Parameter().Replace(
        statement.Sql,
        m => Literal(statement.Values[int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) - 1]));

    private string Literal(string? value)
    {
        if (value is null)
        {
            return "NULL";
        }

        if (value == one.Key)
        {
            return "('reference/' || :n)";
        }

        if (Guid.TryParseExact(value, "D", out var id) && one.Expression(new CaseId(id)) is { } single)
        {
            return single;
        }

        var inside = value.StartsWith('{') && value.EndsWith('}') ? value[1..^1].Split(',') : [];
        ImmutableArray<string?> several =
            [.. inside.Select(part => Guid.TryParseExact(part, "D", out var of) ? one.Expression(new CaseId(of)) : null)];
        return several.Any() && several.All(e => e is not null)
            ? $"ARRAY[{string.Join(", ", several)}]"
            : $"E'{value.Replace("\\", "\\\\").Replace("'", "''").Replace(":", "\\x3a")}'"; // a colon would name a variable
    }

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}

/// <summary>The cases of one tree as pgbench names them: copies of the same tree, of which it takes another one each time.</summary>
/// <param name="Key">The idempotency key of the command that was looked at.</param>
/// <param name="About">The case of that command.</param>
/// <param name="Copy">The copy in which that case stands.</param>
internal sealed record CopiedCases(string Key, CaseId About, Ground.TreeCopy Copy, Ground.AlikeCases Alike)
{
    private const string Tree = "(:n::int % :trees::int)::text";

    public string? Expression(CaseId id)
    {
        if (id == About)
        {
            var all = string.Join(", ", Alike.Originals.Select(a => $"'{a}'"));
            return Derived(id, $"(ARRAY[{all}])[1 + :n::int / :trees::int]");
        }

        return Copy.OriginalOf(id) is { } original ? Derived(id, $"'{original}'") : null;
    }

    /// <summary>
    /// As <see cref="Ground.TreeCopy.Id"/> makes it of the original and the number of the copy. All of it is immutable to the server,
    /// which so makes it once a statement, and not for each row that it is compared with.
    /// </summary>
    private static string Derived(CaseId id, string original) =>
        $"('{id.ToString()[..4]}' || substr(encode(sha256(({original} || '/' || {Tree})::bytea), 'hex'), 5, 28))::uuid";
}
