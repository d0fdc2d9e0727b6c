using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// A mark of urgency or secrecy that is written wrongly (加及, 密秘): its characters in another order, or one of them taken for one
/// that looks or sounds alike (Words/words.yaml). Only a line that is nothing else is looked at.
/// </summary>
internal static class MarkSpelling
{
    private static readonly Lexicon _words = Lexicon.Office;
    private static readonly ImmutableArray<string> _urgency = _words.Words("urgency");
    private static readonly ImmutableArray<string> _secrecy = _words.Words("secrecy");
    private static readonly int _longest = _urgency.Concat(_secrecy).Max(w => w.Length);

    /// <summary>The mark that was meant; null where the text is a mark as it should be, or none at all.</summary>
    public static string? Meant(string text) =>
        text.Length < 2 || text.Length > _longest || _urgency.Contains(text) || _secrecy.Contains(text) ? null
        : _urgency.Concat(_secrecy).FirstOrDefault(mark => mark.Length == text.Length && IsMisspelt(text, mark));

    public static bool IsUrgency(string mark) => _urgency.Contains(mark);

    private static bool IsMisspelt(string text, string mark) =>
        text.Order().SequenceEqual(mark.Order()) || text.Zip(mark).All(p => p.First == p.Second || IsTakenFor(p.First, p.Second));

    private static bool IsTakenFor(char written, char meant) => _words.WordsOrNone($"misspelt.{meant}").Contains(written.ToString());
}
