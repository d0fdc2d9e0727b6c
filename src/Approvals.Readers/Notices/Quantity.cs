using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>A cell that holds a value and nothing else: ≤8.5天, 95%以上, 53.</summary>
internal static partial class Quantity
{
    private static readonly Regex _units = new(
        $"^(?:(?:{Lexicon.Office.Any("units.counted", "units.values")})[、/／]?){{1,3}}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public static bool IsValue(string cell) => Value().IsMatch(cell);

    /// <summary>%, 万亩, 人/次: what values of the row are counted in.</summary>
    public static bool AreUnits(string cell) => _units.IsMatch(cell);

    /// <summary>What the cell measures; null where it is no value.</summary>
    /// <param name="unit">That of a column of its own.</param>
    public static PointMeasure? Of(string cell, string unit, string baseline) =>
        Value().Match(cell) is not { Success: true } value ? null
            : new(cell, Number(value), UnitOf(value.Groups["unit"].Value, unit), NeedsBaseline: false)
            {
                Baseline = Value().Match(baseline) is { Success: true } from ? Number(from) : null,
            };

    private static string? UnitOf(string own, string column) =>
        own.Length > 0 ? own.Replace('％', '%') : column.Length > 0 ? column : null;

    private static decimal? Number(Match value) => decimal.TryParse(
        value.Groups["value"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint,
        CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(
        "^(?:[≤≥<>＜＞≦≧=]|不低于|不少于|不超过|不高于|高于|低于|达到|达|控制在|小于|大于|至少|约)?"
        + "(?<value>[0-9][0-9,]{0,14}(?:\\.[0-9]{1,6})?)"
        + "(?<unit>[%％‰]|(?![年月日季])[^0-9，。；、：（）%年月日]{0,6}?)(?:以上|以下|以内|左右|及以上|及以下)?$")]
    private static partial Regex Value();
}
