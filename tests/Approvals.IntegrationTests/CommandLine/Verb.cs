using System.Text;
using Approvals.Web.CommandLine;

namespace Approvals.IntegrationTests.CommandLine;

/// <summary>
/// A verb inside this process, for what it judges and says: a new process each time spends its seconds on starting. What a process
/// is (exit code, streams, memory, signals) is asked of one by other tests. Whatever the verb writes is this
/// call's own, also while others run; only what goes to the raw stream of standard output cannot be heard here.
/// </summary>
internal static class Verb
{
    private static readonly AsyncLocal<StringWriter?> Said = new();
    private static readonly AsyncLocal<StringWriter?> Complained = new();

    static Verb()
    {
        Console.SetOut(new PerCall(Said, Console.Out));
        Console.SetError(new PerCall(Complained, Console.Error));
    }

    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        using var complained = new StringWriter();
        (Said.Value, Complained.Value) = (said, complained);
        var code = await Verbs.RunAsync(arguments);
        return (code, said.ToString(), complained.ToString());
    }

    /// <summary>Writes to where this flow of control listens, else to the console.</summary>
    private sealed class PerCall(AsyncLocal<StringWriter?> listening, TextWriter console) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        private TextWriter Here => listening.Value ?? console;

        public override void Write(char value) => Here.Write(value);

        public override void Write(char[] buffer, int index, int count) => Here.Write(buffer, index, count);

        public override void Write(string? value) => Here.Write(value);
    }
}
