using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Units;

/// <summary>
/// 统称 (各科室, 各党支部, 全院): who is meant by it, as the directory of the day has them. Which kinds a word speaks of is data
/// (Notices/Words/words.yaml).
/// </summary>
public static class CollectiveOwners
{
    /// <summary>Above so many, one body for all (归口汇总) is proposed first.</summary>
    public const int Many = 5;

    public static bool IsCollective(string name) => Names.IsCollective(name);

    /// <summary>In the official order; empty where the name does not say of what kind they are.</summary>
    public static ImmutableArray<BodyId> Members(string name, UnitDirectory directory, DateOnly on)
    {
        if (!IsCollective(name))
        {
            return [];
        }

        var kinds = Kinds(name).ToHashSet();
        return
        [
            .. directory.Bodies.Values
                .Where(b => kinds.Contains(b.Kind) && b.AnsweredBy is null && directory.Exists(b.Id, on) && !IsCollective(b.Name))
                .OrderBy(b => b.Kind).ThenBy(b => b.Order).Select(b => b.Id),
        ];
    }

    private static IEnumerable<BodyKind> Kinds(string name)
    {
        var named = Enum.GetValues<BodyKind>().Where(k => Says(name, BodyKinds.Spelling(k))).ToList();
        return named.Count > 0 ? named
            : Says(name, "all") ? Enum.GetValues<BodyKind>().Where(k => Says(BodyKinds.Spelling(k), "departments")) : [];
    }

    private static bool Says(string name, string list) =>
        Lexicon.Office.WordsOrNone($"members.{list}").Any(w => name.Contains(w, StringComparison.Ordinal));
}
