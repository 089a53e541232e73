using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Dashboard.SignIn;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Dashboard.SignIn;

[TestClass]
public sealed class SignInKeysTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [TestMethod]
    public async Task Keys_ThatCookiesAreMadeWith_AreTheirOwnersAlone()
    {
        using var folder = new TestFolder();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DataFolder", folder.Path)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddSignIn(configuration).BuildServiceProvider();
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");

        var keys = Path.Combine(folder.Path, "keys");
        Assert.AreEqual(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        var files = Directory.GetFiles(keys);
        Assert.HasCount(1, files);
        Assert.AreEqual(Private, File.GetUnixFileMode(files[0]));
    }
}
