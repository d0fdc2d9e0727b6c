using System.Text.RegularExpressions;
using Approvals.Web.Features.Access;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>Reads a statement for the cases and notices in it, and for which of them carry one of the gate's predicates.</summary>
internal static partial class GateReading
{
    /// <summary>Stands for a predicate over <c>c</c>.</summary>
    private const string Held = "<held:c>";

    /// <returns>Aliases without a predicate of their own; a table without one is called as it is.</returns>
    public static IEnumerable<string> Unheld(string sql)
    {
        var text = sql.Replace(Gate.MaySeeCase, Held, StringComparison.Ordinal)
            .Replace(Gate.IsSeen, Held, StringComparison.Ordinal)
            .Replace(Gate.SeesWhole, Held, StringComparison.Ordinal)
            .Replace(Gate.TakesWhole, Held, StringComparison.Ordinal)
            .Replace(Gate.IsOpenTo, Held, StringComparison.Ordinal)
            .Replace(Gate.MayReadPaper, "true", StringComparison.Ordinal);
        // A case looked up by the key of another alias, or that alias's own scope, is a predicate of that alias.
        text = ByKey().Replace(text, "<held:$1>");
        text = ByScope().Replace(text, "<held:$1>");
        text = ByKeyOf().Replace(text, "<held:$1>");
        var held = HeldAlias().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();
        // Rows of one case under several names: what holds one holds the others.
        var same = SameKey().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value)).ToList();
        for (var before = -1; before < held.Count;)
        {
            before = held.Count;
            foreach (var (alias, other) in same.Where(s => held.Contains(s.Item1) || held.Contains(s.Item2)))
            {
                held.UnionWith([alias, other]);
            }
        }

        // A row is an item's before it is the notice's: who may read the notice may still not know of that item.
        return Tables().Matches(text).Select(m => (Table: m.Groups[1].Value, Alias: m.Groups[2] is { Success: true } alias ? alias.Value : m.Groups[1].Value))
            .Where(t => t.Table == "notice_row" || !held.Contains(t.Alias)).Select(t => t.Alias).Distinct().Order();
    }

    [GeneratedRegex(@"\(EXISTS \(\s*SELECT FROM flow_case c\s+WHERE c\.unit_id = (\w+)\.unit_id AND c\.opened_month = \1\.opened_month AND c\.case_id = \1\.case_id\s+AND\s+<held:c>\)\)")]
    private static partial Regex ByKey();

    [GeneratedRegex(@"\(SELECT\s+<held:c>\s+FROM \(SELECT (\w+)\.unit_id, \1\.scope_month, \1\.scope_id(?:, \1\.case_id, \1\.campaign_id)?\) AS c\)")]
    private static partial Regex ByScope();

    [GeneratedRegex(@"\(SELECT\s+<held:c>\s+FROM flow_case c WHERE c\.unit_id = (\w+)\.unit_id AND c\.opened_month = \1\.opened_month AND c\.case_id = \1\.case_id\)")]
    private static partial Regex ByKeyOf();

    [GeneratedRegex(@"<held:(\w+)>")]
    private static partial Regex HeldAlias();

    [GeneratedRegex(@"\b(\w+)\.case_id = (\w+)\.case_id\b")]
    private static partial Regex SameKey();

    [GeneratedRegex(@"\b(?:FROM|JOIN)\s+(flow_case|notice|notice_row)\b(?:\s+(?:AS\s+)?(?!WHERE|ON|JOIN|CROSS|LEFT|ORDER|LIMIT|SET\b)([a-z]\w*))?")]
    private static partial Regex Tables();
}
