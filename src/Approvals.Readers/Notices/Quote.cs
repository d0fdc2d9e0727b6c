namespace Approvals.Readers.Notices;

/// <summary>Quotes a wording in a message; its own quotation marks become single ones (GB/T 15834).</summary>
internal static class Quote
{
    public static string Of(string text) => $"“{text.Replace('“', '‘').Replace('”', '’')}”";

    public static string Of(Passage text) => Of(text.Text);
}
