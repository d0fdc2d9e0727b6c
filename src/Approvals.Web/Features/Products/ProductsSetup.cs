using Approvals.Web.Jobs;

namespace Approvals.Web.Features.Products;

internal static class ProductsSetup
{
    /// <summary>What makes files of cases, and the pages that offer them.</summary>
    public static void AddProducts(this IServiceCollection services)
    {
        services.AddSingleton<Bulletin>();
        services.AddSingleton<ArchivePackage>();
        services.AddSingleton<ProductMaker>();
        services.AddSingleton<Producer>();
    }
}
