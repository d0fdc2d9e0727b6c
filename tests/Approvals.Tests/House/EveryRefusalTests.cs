using Approvals.Engine.Cases;

namespace Approvals.Tests.House;

public sealed class EveryRefusalTests
{
    [Fact]
    public void Every_refusal_has_a_test_that_expects_it()
    {
        var tests = string.Concat(SourceFiles.Under("tests/Approvals.Tests/Cases", ".cs").Select(File.ReadAllText));

        typeof(Refusal).GetNestedTypes().Select(kind => $"ThenRefused(new Refusal.{kind.Name}(")
            .Where(expected => !tests.Contains(expected, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
