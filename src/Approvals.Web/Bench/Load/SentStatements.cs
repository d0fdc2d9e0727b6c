using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Web.Bench.Ground;

namespace Approvals.Web.Bench.Load;

/// <summary>One statement as the server received it.</summary>
/// <param name="Values">Of its parameters, as the server writes them; null stands for NULL.</param>
internal sealed record SentStatement(string Sql, ImmutableArray<string?> Values)
{
    /// <summary>Settings are a SELECT too, but nobody waits for what it answers.</summary>
    public bool Reads => Begins("SELECT") && !Begins("SELECT set_config(");

    public bool Writes => Begins("WITH") || Begins("INSERT") || Begins("UPDATE") || Begins("DELETE");

    public bool Ends => Begins("COMMIT") || Begins("ROLLBACK");

    private bool Begins(string with) => Sql.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// What the server received, word for word and value for value, from its own log: pg_stat_statements counts the same statements but
/// has no values.
/// </summary>
internal static partial class SentStatements
{
    private const string Begin = "ALTER ROLE approvals_app SET log_statement = 'all'";
    private const string End = "ALTER ROLE approvals_app RESET log_statement";

    /// <summary>
    /// Runs the work on connections that were opened for it, several times, so that all is prepared; what the last time sent.
    /// </summary>
    /// <param name="work">Given its turn, from 0.</param>
    public static async Task<ImmutableArray<SentStatement>> OfAsync(BenchServer server, int times, Func<int, Task> work)
    {
        await server.AdministerAsync(Begin);
        try
        {
            var from = 0L;
            for (var turn = 0; turn < times; turn++)
            {
                from = new FileInfo(server.Log).Length;
                await work(turn);
            }

            return Read(await TextAsync(server.Log, from));
        }
        finally
        {
            await server.AdministerAsync(End);
        }
    }

    private static async Task<string> TextAsync(string log, long from)
    {
        await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = from;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static ImmutableArray<SentStatement> Read(string log)
    {
        var sent = ImmutableArray.CreateBuilder<SentStatement>();
        foreach (var entry in Entries(log))
        {
            if (Statement().Match(entry) is { Success: true } statement)
            {
                sent.Add(new(statement.Groups["sql"].Value, []));
            }
            else if (Detail().Match(entry) is { Success: true } detail && sent.Count > 0)
            {
                sent[^1] = sent[^1] with { Values = Values(detail.Groups["values"].Value) };
            }
        }

        return sent.ToImmutable();
    }

    /// <summary>A line of the log with those that go on with it, which begin with a tab.</summary>
    private static IEnumerable<string> Entries(string log)
    {
        var entry = new StringBuilder();
        foreach (var line in log.Split('\n'))
        {
            if (line.StartsWith('\t'))
            {
                entry.Append('\n').Append(line.AsSpan(1));
                continue;
            }

            yield return entry.ToString();
            entry.Clear().Append(line);
        }

        yield return entry.ToString();
    }

    /// <summary><c>$1 = 'it''s', $2 = NULL</c>.</summary>
    private static ImmutableArray<string?> Values(string written) =>
    [
        .. Value().Matches(written).Select(m => m.Groups["null"].Success ? null : m.Groups["text"].Value.Replace("''", "'")),
    ];

    [GeneratedRegex(@"LOG:  (?:execute [^:]*|statement): (?<sql>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"DETAIL:  parameters: (?<values>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Detail();

    [GeneratedRegex(@"\$\d+ = (?:(?<null>NULL)|'(?<text>(?:[^']|'')*)')", RegexOptions.Singleline)]
    private static partial Regex Value();
}
