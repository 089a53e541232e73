using SovereignFleet.Server.Identity.People.Passwords;

namespace SovereignFleet.Tests.Server.Identity;

[TestClass]
public sealed class PasswordFitnessTests
{
    [TestMethod]
    [DataRow("short", "at least 12")]
    [DataRow("elevenchars", "at least 12")]
    [DataRow("aaaaabbbbbcc", "5 different")]
    [DataRow("xkcdexkcdexkcde", "repeats")]
    [DataRow("password1234", "common")]
    [DataRow("Password2026!", "common")]
    [DataRow("P4$$w0rd-P4$$w0rd", "common")]
    [DataRow("p@ssw0rd12345", "common")]
    [DataRow("qwertyuiop123", "common")]
    [DataRow("qwerty12345678", "common")]
    [DataRow("1qaz2wsx3edc", "common")]
    [DataRow("zyxwvutsrqpo", "common")]
    [DataRow("1234567890abc", "common")]
    [DataRow("SovereignFleet", "common")]
    [DataRow("sovereign-fleet-2026", "common")]
    [DataRow("Summer2026Summer", "common")]
    [DataRow("AdminAdmin2025!", "common")]
    [DataRow("WelcomeWelcome1", "common")]
    [DataRow("letmein-letmein", "common")]
    [DataRow("correcthorsebatterystaple", "common")]
    [DataRow("nvidia-gpu-cluster", "common")]
    [DataRow("iloveyou-2026!!", "common")]
    [DataRow("marlene-2026!", "made of the name")]
    [DataRow("Marlene.Marlene", "made of the name")]
    [DataRow("xx-MARLENE-yyz", "made of the name")]
    public void WhyUnfit_WhatGuessersTryFirst_IsRefusedWithTheReason(string password, string why) =>
        Assert.Contains(why, PasswordFitness.WhyUnfit(password, "marlene")!);

    [TestMethod]
    [DataRow("long enough words")]
    [DataRow("other long words")]
    [DataRow("initial-pass-marlene")]
    [DataRow("Zinnober Kajak 17 Lupe")]
    [DataRow("tVx9-Kq2m-Wp7r")]
    [DataRow("password manager of aunt Gertrud")]
    [DataRow("パスワードは十二文字以上です")]
    public void WhyUnfit_OneOfItsOwn_IsTaken(string password) => Assert.IsNull(PasswordFitness.WhyUnfit(password, "marlene"));

    [TestMethod]
    public void WhyUnfit_LongerThanTheForm_IsRefused() =>
        Assert.Contains("at most 256", PasswordFitness.WhyUnfit(string.Concat(Enumerable.Range(0, 90).Select(place => $"{place:x3}")), "ada")!);
}
