namespace Approvals.Web.Features.Files;

/// <summary>One cell of a CSV file that Excel and WPS show as text, whatever somebody wrote into it.</summary>
internal static class CsvCell
{
    // What makes a spreadsheet take a cell for a formula, also behind blanks and in full width (OWASP, CSV injection).
    private const string Formula = "=+-@\t\r\n＝＋－＠";

    /// <summary>Quoted; what would be a formula begins with an apostrophe, which says that it is text.</summary>
    public static string Of(string text)
    {
        var bare = text.TrimStart(' ', '\u00a0', '\u3000');
        var guarded = bare.Length > 0 && Formula.Contains(bare[0], StringComparison.Ordinal) ? "'" + text : text;
        return $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
