namespace Approvals.IntegrationTests.Postgres;

/// <summary>
/// What <c>./test.sh --long PART</c> changes. Tests that have more to do then carry <c>[Trait("Part", "…")]</c> and ask
/// here how often.
/// </summary>
internal static class LongRun
{
    public static int Times(string part, int normally, int inDepth) => Of(part) ? inDepth : normally;

    public static bool Of(string part) => Environment.GetEnvironmentVariable("APPROVALS_LONG") == part;
}
