using System.Text.RegularExpressions;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Screening;

/// <summary>Finds the numbers of people in a text, in time linear in its length.</summary>
internal static class PersonalNumbers
{
    private const int LongestLabel = 10;
    private const string CheckSigns = "10X98765432";
    private static readonly int[] _weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly Lexicon _words = Lexicon.Office;

    private static readonly Regex _card = new(
        "(?<![0-9A-Za-z])[1-9][0-9]{5}[ -]?(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])",
        RegexOptions.CultureInvariant);

    private static readonly Regex _mobile = new(
        @"(?<![0-9A-Za-z.])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z]|\.[0-9])", RegexOptions.CultureInvariant);

    private static readonly Regex _admission = new(
        $"(?:{_words.Any("admission-labels")})(?:码)?[ ：:为是]{{0,4}}([A-Za-z]{{0,3}}[0-9][0-9A-Za-z-]{{3,13}})(?![0-9A-Za-z])",
        RegexOptions.CultureInvariant);

    private static readonly Regex _admissionAlone = new("^[A-Za-z]{0,3}[0-9][0-9A-Za-z-]{3,13}$", RegexOptions.CultureInvariant);

    private static readonly Regex _cardAlone = new("^(?:[0-9]{15}|[0-9]{17}[0-9Xx])$", RegexOptions.CultureInvariant);

    /// <summary>In order; full width counts as half width, and no two overlap.</summary>
    public static List<PersonalSpan> In(string text)
    {
        var plain = Folded(text);
        var spans = new List<PersonalSpan>();
        Add(PersonalKind.IdentityCard, _card.Matches(plain).Where(m => IsCard(m.Value)).Select(m => (m.Index, m.Length)), spans);
        Add(PersonalKind.Admission, _admission.Matches(plain).Select(m => (m.Groups[1].Index, m.Groups[1].Length)), spans);
        Add(PersonalKind.Mobile, _mobile.Matches(plain).Select(m => (m.Index, m.Length)), spans);
        spans.Sort((a, b) => a.Start.CompareTo(b.Start));
        return spans;
    }

    /// <summary>What a column holds by its head; null for a head that tells of no person's number.</summary>
    public static PersonalKind? OfHead(string cell)
    {
        var head = string.Concat(cell.Where(c => !char.IsWhiteSpace(c)));
        return head.Length is 0 or > LongestLabel ? null
            : StartsWithAny(head, "admission-labels") ? PersonalKind.Admission
            : StartsWithAny(head, "card-labels") ? PersonalKind.IdentityCard
            : null;
    }

    /// <summary>Whether a cell below such a head is such a number, whatever its check digit says.</summary>
    public static bool IsAlone(string cell, PersonalKind kind) => Folded(cell).Trim() is var alone && kind switch
    {
        PersonalKind.Admission => _admissionAlone.IsMatch(alone),
        PersonalKind.IdentityCard => _cardAlone.IsMatch(alone),
        _ => false,
    };

    /// <summary>The first three and the last two signs, four stars between them.</summary>
    public static string Shown(string number) => number.Length <= 6 ? "****" : $"{Folded(number[..3])}****{Folded(number[^2..])}";

    private static void Add(PersonalKind kind, IEnumerable<(int Start, int Length)> found, List<PersonalSpan> spans)
    {
        var before = spans.Select(s => (s.Start, End: s.Start + s.Length)).Order().ToList();
        var next = 0;
        foreach (var (start, length) in found)
        {
            while (next < before.Count && before[next].End <= start)
            {
                next++;
            }

            if (next == before.Count || before[next].Start >= start + length)
            {
                spans.Add(new PersonalSpan(kind, start, length));
            }
        }
    }

    private static bool StartsWithAny(string head, string list) =>
        _words.Words(list).Any(word => head.StartsWith(word, StringComparison.Ordinal));

    /// <summary>GB 11643: the weighted sum of 17 digits, modulo 11, names the eighteenth sign.</summary>
    private static bool IsCard(string match)
    {
        var signs = match.Where(char.IsAsciiLetterOrDigit).ToArray();
        return CheckSigns[Enumerable.Range(0, 17).Sum(at => (signs[at] - '0') * _weights[at]) % 11] == char.ToUpperInvariant(signs[17]);
    }

    /// <summary>Sign for sign, so that a place in the one is the place in the other.</summary>
    private static string Folded(string text) => text.AsSpan().IndexOfAnyInRange('！', '～') < 0 ? text
        : string.Create(text.Length, text, (signs, from) =>
        {
            for (var at = 0; at < signs.Length; at++)
            {
                signs[at] = from[at] is >= '！' and <= '～' ? (char)(from[at] - '！' + '!') : from[at];
            }
        });
}
