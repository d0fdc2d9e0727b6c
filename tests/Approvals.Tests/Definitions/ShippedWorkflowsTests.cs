using Approvals.Readers.Definitions;

namespace Approvals.Tests.Definitions;

public sealed class ShippedWorkflowsTests
{
    [Fact]
    public void The_shipped_definitions_are_sound_together() =>
        Shipped.Book.Workflows.Count.ShouldBe(19);
}

/// <summary>The definitions as they stand in <c>workflows/</c>.</summary>
internal static class Shipped
{
    public static string Root { get; } = FindRoot();

    public static Approvals.Engine.Definitions.WorkflowBook Book { get; } = BookReader.Read(
        Directory.GetFiles(Path.Combine(Root, "workflows"), "*.yaml")
            .Select(path => new DefinitionFile(Path.GetFileName(path), File.ReadAllBytes(path))));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Approvals.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("tests run outside the project");
        }

        return folder;
    }
}
