using System.Globalization;
using System.Security.Cryptography;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>Chance that can be had again: a test prints its seed, and <c>APPROVALS_SEED=…</c> reruns it.</summary>
internal static class Seeds
{
    public static int Given() =>
        int.TryParse(
            Environment.GetEnvironmentVariable("APPROVALS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
}
