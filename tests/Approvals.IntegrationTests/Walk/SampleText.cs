using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Directories;
using Approvals.Readers.Units;

namespace Approvals.IntegrationTests.Walk;

/// <summary>绍市中医党〔2021〕18号 as it travels with the program, and what the walk derives from it.</summary>
internal static partial class SampleText
{
    /// <summary>The day of issue, of the notice and of its twin.</summary>
    public static DateOnly IssuedOn { get; } = new(2021, 6, 2);

    public static string Docx { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18.docx");

    public static string Txt { get; } = Path.ChangeExtension(Docx, ".txt");

    public static async Task<string> TwinAsync() =>
        TwinNotice.Write(await File.ReadAllTextAsync(Txt), ShippedUnit.Twin, IssuedOn);

    /// <summary>The text as it was before it was signed: no number, no day.</summary>
    public static string Unissued(string text)
    {
        var draft = NumberAndDay().Replace(text, "");
        draft.ShouldNotContain("〕18号");
        draft.ShouldNotContain("2021年6月2日");
        return draft;
    }

    [GeneratedRegex("^.市中医党〔2021〕18号\\s*|2021年6月2日(印发)?", RegexOptions.Multiline)]
    private static partial Regex NumberAndDay();
}
