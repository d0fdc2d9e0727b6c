using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Names of one cell; those that the text calls 牵头 or 配合 are in the other lists too.</summary>
internal sealed record NameList(ImmutableArray<string> Names, ImmutableArray<string> Lead, ImmutableArray<string> Support)
{
    public static NameList None { get; } = new([], [], []);
}

/// <summary>Splits 医务科、党建办 / 牵头：医务科 配合：护理部 / 医务科（牵头） into names.</summary>
internal static partial class Names
{
    public static NameList Read(SourceText source, ImmutableArray<Segment> cell) =>
        Read(string.Join('\n', cell.Select(s => source.Lines[s.Line].Text[s.Start..s.End])));

    public static NameList Read(string text)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var lead = ImmutableArray.CreateBuilder<string>();
        var support = ImmutableArray.CreateBuilder<string>();
        var role = "";
        foreach (var piece in Pieces(text))
        {
            var name = piece;
            if (RoleLabel().Match(name) is { Success: true } label)
            {
                role = label.Groups["role"].Value;
                name = name[label.Length..];
            }

            var own = role;
            if (RoleMark().Match(name) is { Success: true } mark)
            {
                own = mark.Groups["role"].Value;
                name = name[..mark.Index];
            }

            if (name.Length == 0 || names.Contains(name))
            {
                continue;
            }

            names.Add(name);
            (own switch { "" => null, "牵头" or "主办" or "主责" => lead, _ => support })?.Add(name);
        }

        return new(names.ToImmutable(), lead.ToImmutable(), support.ToImmutable());
    }

    /// <summary>Single characters in a row are one name that was spaced out (李 明).</summary>
    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var single = false;
        foreach (var piece in Separators().Split(text).Select(Clean).Where(p => p.Length > 0))
        {
            if (single && piece.Length == 1)
            {
                pieces[^1] += piece;
            }
            else
            {
                pieces.Add(piece);
            }

            single = piece.Length == 1;
        }

        return pieces;
    }

    private static string Clean(string piece) =>
        string.Concat(piece.Where(c => char.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.Format))
            .Trim('。', '.', ' ');

    [GeneratedRegex(@"[\s、，,；;／/|\u3000]+")]
    private static partial Regex Separators();

    [GeneratedRegex("^(?<role>牵头|主办|主责|配合|协办|协同|参与)(?:科室|部门|单位)?[：:]")]
    private static partial Regex RoleLabel();

    [GeneratedRegex("[（(](?<role>牵头|主办|主责|配合|协办|协同|参与)[）)]$")]
    private static partial Regex RoleMark();
}
