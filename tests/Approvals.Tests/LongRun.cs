namespace Approvals.Tests;

/// <summary>What <c>./test.sh --long PART</c> changes: tests that carry the part as their trait ask here how often.</summary>
internal static class LongRun
{
    public static int Times(string part, int normally, int inDepth) =>
        Environment.GetEnvironmentVariable("APPROVALS_LONG") == part ? inDepth : normally;

    /// <summary>
    /// The same seed each day; in depth another one each time, which a failure tells. <c>APPROVALS_SEED=…</c> reruns
    /// it.
    /// </summary>
    public static int Seed(string part, int normally) =>
        int.TryParse(Environment.GetEnvironmentVariable("APPROVALS_SEED"), out var given) ? given
        : Times(part, 0, 1) == 0 ? normally
        : System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
}
