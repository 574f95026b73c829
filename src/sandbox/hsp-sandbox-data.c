/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-data.h"

#define CENTS(n) ((HspMoney) (n) * 10000)

#define FOLLOWERS(cents) { "Followers", "Người theo dõi", NULL, CENTS (cents), 6 }
#define LIKES(cents)     { "Likes", "Lượt thích", NULL, CENTS (cents), 5 }
#define VIEWS(cents)     { "Views", "Lượt xem", NULL, CENTS (cents), 4 }
#define COMMENTS(cents)  { "Comments", "Bình luận", "Custom Comments", CENTS (cents), 3 }
#define SHARES(cents)    { "Shares", "Chia sẻ", NULL, CENTS (cents), 2 }
#define MEMBERS(cents)   { "Members", "Thành viên", NULL, CENTS (cents), 5 }
#define PLAYS(cents)     { "Plays", "Lượt nghe", NULL, CENTS (cents), 3 }
#define PACKAGE(cents)   { "Packages", "Gói trọn", "Package", CENTS (cents), 1 }

static const HspShelfCategory categories[] = {
  { "Instagram", NULL, "Instagram", FALSE,
    { FOLLOWERS (85), COMMENTS (420), LIKES (12), VIEWS (1),
      { "Story Views", "Lượt xem tin", NULL, CENTS (4), 2 },
      PACKAGE (900) } },
  { "Facebook", NULL, "Facebook", FALSE,
    { { "Page Followers", "Theo dõi trang", NULL, CENTS (95), 5 },
      { "Post Likes", "Like bài viết", NULL, CENTS (40), 5 },
      COMMENTS (600), VIEWS (8), { "Group Members", "Thành viên nhóm", NULL, CENTS (130), 3 },
      SHARES (70) } },
  { "TikTok", NULL, "TikTok", FALSE,
    { FOLLOWERS (150), LIKES (18), VIEWS (1), COMMENTS (500), SHARES (10),
      { "Live Viewers", "Mắt livestream", NULL, CENTS (220), 2 } } },
  { "YouTube", NULL, "YouTube", FALSE,
    { { "Subscribers", "Người đăng ký", NULL, CENTS (1250), 4 }, VIEWS (140), LIKES (60),
      COMMENTS (700),
      { "Watch Hours", "Giờ xem", NULL, CENTS (900), 2 },
      { "Shorts", NULL, NULL, CENTS (90), 2 } } },
  { "Telegram", NULL, "Telegram", FALSE,
    { MEMBERS (45), { "Post Views", "Lượt xem bài", NULL, CENTS (1), 4 },
      { "Reactions", "Cảm xúc", NULL, CENTS (6), 4 },
      { "Premium Members", NULL, NULL, CENTS (640), 2 } } },
  { "X (Twitter)", NULL, "X", FALSE,
    { FOLLOWERS (310), LIKES (140), { "Reposts", NULL, NULL, CENTS (180), 2 }, VIEWS (2),
      { "Poll Votes", NULL, "Poll", CENTS (90), 1 } } },
  { "Threads", NULL, "Threads", FALSE,
    { FOLLOWERS (330), LIKES (110), { "Reposts", NULL, NULL, CENTS (160), 1 } } },
  { "Zalo", NULL, "Zalo", FALSE,
    { { "OA Followers", "Quan tâm OA", NULL, CENTS (850), 3 }, MEMBERS (700),
      { "Reactions", "Cảm xúc", NULL, CENTS (160), 2 } } },
  { "Shopee", NULL, "Shopee", FALSE,
    { FOLLOWERS (240), LIKES (130), { "Live Viewers", "Mắt livestream", NULL, CENTS (310), 2 } } },
  { "Lazada", NULL, "Lazada", FALSE, { FOLLOWERS (260), LIKES (140) } },
  { "Spotify", NULL, "Spotify", FALSE,
    { PLAYS (35), FOLLOWERS (55), { "Monthly Listeners", NULL, NULL, CENTS (210), 2 },
      { "Saves", NULL, NULL, CENTS (50), 1 } } },
  { "SoundCloud", NULL, "SoundCloud", FALSE,
    { PLAYS (1), FOLLOWERS (190), LIKES (130), { "Reposts", NULL, NULL, CENTS (140), 1 } } },
  { "Apple Music", NULL, "Apple Music", FALSE,
    { PLAYS (420), { "Library Adds", NULL, NULL, CENTS (510), 1 } } },
  { "Discord", NULL, "Discord", FALSE,
    { MEMBERS (560), { "Online Members", NULL, NULL, CENTS (700), 2 },
      { "Reactions", NULL, NULL, CENTS (80), 1 } } },
  { "LinkedIn", NULL, "LinkedIn", FALSE,
    { FOLLOWERS (1400), { "Connections", NULL, NULL, CENTS (1800), 1 },
      { "Post Likes", NULL, NULL, CENTS (1100), 1 } } },
  { "Twitch", NULL, "Twitch", FALSE,
    { FOLLOWERS (60), { "Live Viewers", NULL, NULL, CENTS (170), 3 },
      { "Clip Views", NULL, NULL, CENTS (5), 1 } } },
  { "Kick", NULL, "Kick", FALSE,
    { FOLLOWERS (130), { "Live Viewers", NULL, NULL, CENTS (280), 2 } } },
  { "Pinterest", NULL, "Pinterest", FALSE,
    { FOLLOWERS (160), { "Saves", NULL, NULL, CENTS (120), 1 }, LIKES (90) } },
  { "Reddit", NULL, "Reddit", FALSE,
    { { "Upvotes", NULL, NULL, CENTS (2100), 2 }, { "Subscribers", NULL, NULL, CENTS (480), 2 },
      COMMENTS (9500) } },
  { "Snapchat", NULL, "Snapchat", FALSE,
    { FOLLOWERS (900), { "Story Views", NULL, NULL, CENTS (260), 1 } } },
  { "WhatsApp", NULL, "WhatsApp", FALSE,
    { { "Channel Followers", NULL, NULL, CENTS (320), 2 },
      { "Reactions", NULL, NULL, CENTS (75), 1 } } },
  { "Bluesky", NULL, "Bluesky", FALSE, { FOLLOWERS (280), LIKES (120) } },
  { "Quora", NULL, "Quora", FALSE,
    { FOLLOWERS (1600), { "Upvotes", NULL, NULL, CENTS (1900), 1 } } },
  { "VK", NULL, "VK", FALSE,
    { FOLLOWERS (70), LIKES (30), { "Group Members", NULL, NULL, CENTS (85), 1 } } },
  { "Google Maps", NULL, "Google Maps", FALSE,
    { { "Map Directions", "Chỉ đường", NULL, CENTS (350), 1 },
      { "Photo Views", NULL, NULL, CENTS (40), 1 } } },
  { "Website Traffic", "Lượng truy cập web", NULL, FALSE,
    { { "Direct Visitors", NULL, NULL, CENTS (9), 2 },
      { "Visitors From Google", NULL, NULL, CENTS (14), 2 },
      { "Visitors From Facebook", NULL, NULL, CENTS (13), 1 },
      { "Visitors From Việt Nam", "Khách Việt Nam", NULL, CENTS (16), 2 } } },
  { "App Installs", "Lượt cài ứng dụng", NULL, FALSE,
    { { "Android Installs", NULL, NULL, CENTS (9800), 1 },
      { "iOS Installs", NULL, NULL, CENTS (22000), 1 } } },
  { "Dịch vụ Việt Nam 🇻🇳", NULL, NULL, FALSE,
    { { "Tăng theo dõi Facebook", NULL, NULL, CENTS (110), 3 },
      { "Tăng like TikTok", NULL, NULL, CENTS (55), 3 },
      { "Tăng mắt livestream", NULL, NULL, CENTS (190), 2 },
      { "Bình luận theo yêu cầu", NULL, "Custom Comments", CENTS (640), 2 } } },

  { "Email Accounts", "Tài khoản email", NULL, TRUE,
    { { "Gmail", NULL, NULL, CENTS (32000), 6 }, { "Outlook", NULL, NULL, CENTS (1200), 5 },
      { "Hotmail", NULL, NULL, CENTS (1100), 4 },
      { "Yahoo", NULL, NULL, CENTS (9000), 2 }, { "Proton", NULL, NULL, CENTS (18000), 1 } } },
  { "Social Accounts", "Tài khoản mạng xã hội", NULL, TRUE,
    { { "Facebook Account", "Tài khoản Facebook", NULL, CENTS (22000), 3 },
      { "Instagram Account", NULL, NULL, CENTS (15000), 3 },
      { "TikTok Account", NULL, NULL, CENTS (19000), 2 },
      { "X Account", NULL, NULL, CENTS (11000), 2 },
      { "Telegram Account", NULL, NULL, CENTS (38000), 2 } } },
  { "AI Accounts", "Tài khoản AI", NULL, TRUE,
    { { "ChatGPT", NULL, NULL, CENTS (44000), 4 }, { "Claude", NULL, NULL, CENTS (46000), 2 },
      { "Gemini", NULL, NULL, CENTS (30000), 2 },
      { "Midjourney", NULL, NULL, CENTS (42000), 1 } } },
  { "Canva", NULL, NULL, TRUE,
    { { "Canva Pro", NULL, NULL, CENTS (26000), 3 },
      { "Canva Education", NULL, NULL, CENTS (6500), 2 } } },
  { "Netflix", NULL, NULL, TRUE,
    { { "Netflix Premium", NULL, NULL, CENTS (45000), 3 },
      { "Netflix Shared Profile", "Netflix hồ sơ chung", NULL, CENTS (27000), 2 } } },
  { "Spotify Accounts", "Tài khoản Spotify", NULL, TRUE,
    { { "Spotify Premium", NULL, NULL, CENTS (24000), 3 },
      { "Spotify Family", NULL, NULL, CENTS (29000), 1 } } },
  { "Video Streaming", "Xem phim", NULL, TRUE,
    { { "YouTube Premium", NULL, NULL, CENTS (21000), 2 },
      { "Disney+", NULL, NULL, CENTS (33000), 1 },
      { "Prime Video", NULL, NULL, CENTS (28000), 1 },
      { "HBO Max", NULL, NULL, CENTS (31000), 1 } } },
  { "VPN", NULL, NULL, TRUE,
    { { "NordVPN", NULL, NULL, CENTS (19000), 2 }, { "ExpressVPN", NULL, NULL, CENTS (36000), 1 },
      { "Surfshark", NULL, NULL, CENTS (17000), 1 } } },
  { "Proxies", NULL, NULL, TRUE,
    { { "Residential Proxy", NULL, NULL, CENTS (40000), 2 },
      { "Datacenter Proxy", NULL, NULL, CENTS (12000), 2 },
      { "Proxy Việt Nam", NULL, NULL, CENTS (21000), 2 } } },
  { "Software Keys", "Khóa phần mềm", NULL, TRUE,
    { { "Windows 11 Pro", NULL, NULL, CENTS (43000), 2 },
      { "Office 2021", NULL, NULL, CENTS (47000), 1 },
      { "Microsoft 365", NULL, NULL, CENTS (35000), 1 } } },
  { "Learning", "Học tập", NULL, TRUE,
    { { "Duolingo Super", NULL, NULL, CENTS (23000), 1 },
      { "Coursera", NULL, NULL, CENTS (41000), 1 },
      { "Quizlet Plus", NULL, NULL, CENTS (20000), 1 } } },
  { "Game Accounts", "Tài khoản game", NULL, TRUE,
    { { "Steam", NULL, NULL, CENTS (39000), 2 }, { "Roblox", NULL, NULL, CENTS (14000), 2 },
      { "Liên Quân Mobile", NULL, NULL, CENTS (16000), 2 } } },
};

static const HspShelfFixture fixtures[] = {
  { 1, "Instagram", "Followers", "Instagram Followers", CENTS (50), 100, 10000, 10000, TRUE,
    FALSE },
  { 2, "Instagram", "Comments", "Instagram Comments", CENTS (500), 10, 1000, 1000, FALSE, FALSE },
  { 3, "Facebook", "Post Likes", "Facebook Post Likes <b>Sale</b> & more", CENTS (21), 50, 20000,
    18250, TRUE, TRUE },
  { 4, "TikTok", "Views", "TikTok Views 🔥 <b>-50%</b> <i>today</i> & \"tomorrow\"", 1000, 1000,
    1000000, 1000000, FALSE, FALSE },
  { 5, "AI Accounts", "ChatGPT", "ChatGPT Plus 1 month, private account 🤖", CENTS (48000), 1, 5, 12,
    FALSE, FALSE },
  { 6, "Email Accounts", "Outlook", "Outlook trusted, IMAP and POP3 on <b>Sale</b> & more",
    CENTS (1200), 1, 500, 4210, FALSE, FALSE },
  { 7, "Email Accounts", "Gmail", "Gmail cổ 2015–2018, có email khôi phục", CENTS (45000), 1, 20, 0,
    FALSE, FALSE },
  { 8, "YouTube", "Watch Hours",
    "YouTube Watch Hours for monetisation, videos of 60 minutes and longer, real viewers from "
    "search and suggestions, 30 days ♻️ refill, start within 24 hours, speed 300 hours a day, "
    "đọc kỹ mô tả trước khi đặt",
    12345600, 100, 4000, 32000, TRUE, TRUE },
  { 23501, "Instagram", "Followers", "Instagram Followers 🇻🇳 Việt Nam, real and active", CENTS (85),
    100, 10000, 9640, TRUE, FALSE },
};

static const HspShelfCountry countries[] = {
  { "us", "United States", "+1", "213", 10, 130 },
  { "gb", "United Kingdom", "+44", "74", 10, 110 },
  { "vn", "Vietnam", "+84", "9", 9, 60 },              { "af", "Afghanistan", "+93", "70", 9, 80 },
  { "ar", "Argentina", "+54", "911", 11, 65 },         { "au", "Australia", "+61", "4", 9, 170 },
  { "at", "Austria", "+43", "664", 10, 150 },          { "bd", "Bangladesh", "+880", "17", 10, 45 },
  { "be", "Belgium", "+32", "47", 9, 140 },            { "br", "Brazil", "+55", "119", 11, 70 },
  { "bg", "Bulgaria", "+359", "88", 9, 75 },           { "kh", "Cambodia", "+855", "12", 8, 55 },
  { "ca", "Canada", "+1", "416", 10, 105 },            { "cl", "Chile", "+56", "9", 9, 75 },
  { "co", "Colombia", "+57", "30", 10, 60 },           { "hr", "Croatia", "+385", "91", 9, 90 },
  { "cz", "Czech Republic", "+420", "60", 9, 110 },    { "dk", "Denmark", "+45", "2", 8, 150 },
  { "eg", "Egypt", "+20", "10", 10, 50 },              { "ee", "Estonia", "+372", "5", 8, 85 },
  { "fi", "Finland", "+358", "40", 9, 140 },           { "fr", "France", "+33", "6", 9, 145 },
  { "de", "Germany", "+49", "151", 11, 160 },          { "gr", "Greece", "+30", "69", 10, 105 },
  { "hk", "Hong Kong", "+852", "9", 8, 95 },           { "hu", "Hungary", "+36", "20", 9, 95 },
  { "in", "India", "+91", "98", 10, 40 },              { "id", "Indonesia", "+62", "812", 11, 36 },
  { "il", "Israel", "+972", "50", 9, 130 },            { "it", "Italy", "+39", "33", 10, 135 },
  { "jp", "Japan", "+81", "90", 10, 210 },             { "ke", "Kenya", "+254", "7", 9, 48 },
  { "la", "Laos", "+856", "20", 10, 58 },              { "lv", "Latvia", "+371", "2", 8, 80 },
  { "my", "Malaysia", "+60", "12", 9, 62 },            { "mx", "Mexico", "+52", "55", 10, 66 },
  { "ma", "Morocco", "+212", "6", 9, 54 },             { "nl", "Netherlands", "+31", "6", 9, 125 },
  { "ng", "Nigeria", "+234", "80", 10, 44 },           { "pk", "Pakistan", "+92", "30", 10, 43 },
  { "ph", "Philippines", "+63", "91", 10, 42 },        { "pl", "Poland", "+48", "50", 9, 100 },
  { "pt", "Portugal", "+351", "91", 9, 108 },          { "ro", "Romania", "+40", "72", 9, 78 },
  { "sg", "Singapore", "+65", "8", 8, 155 },           { "za", "South Africa", "+27", "72", 9, 68 },
  { "kr", "South Korea", "+82", "10", 10, 190 },       { "es", "Spain", "+34", "6", 9, 120 },
  { "se", "Sweden", "+46", "70", 9, 138 },             { "tw", "Taiwan", "+886", "9", 9, 112 },
  { "th", "Thailand", "+66", "8", 9, 57 },             { "tr", "Turkey", "+90", "53", 10, 72 },
  { "ua", "Ukraine", "+380", "67", 9, 64 },
  { "ae", "United Arab Emirates", "+971", "50", 9, 165 },
};

#define PLAIN_MESSAGE "Your verification code is %s"

static const HspShelfProject projects[] = {
  { "OpenAI / ChatGPT", CENTS (50), 90, 6, "Your OpenAI verification code is: %s" },
  { "Telegram", CENTS (95), 95, 5,
    "Telegram code: %s. Do not give this code to anyone, even if they say they are from "
    "Telegram!" },
  { "Zalo", CENTS (30), 25, 4, "%s la ma xac thuc Zalo cua ban. Khong chia se ma nay." },
  { "Shopee", CENTS (24), 30, 6,
    "[Shopee] Mã xác minh của bạn là %s. Không chia sẻ mã này với bất kỳ ai." },
  { "Google / Gmail / YouTube", CENTS (45), 95, 6, "G-%s is your Google verification code." },
  { "Facebook", CENTS (28), 90, 6, "%s is your Facebook confirmation code" },
  { "Instagram", CENTS (26), 85, 6, "%s is your Instagram code. Don't share it." },
  { "WhatsApp", CENTS (80), 80, 6, "Your WhatsApp code: %s\nDon't share this code with others" },
  { "TikTok / Douyin", CENTS (22), 80, 6,
    "[TikTok] %s is your verification code, valid for 5 minutes." },
  { "X (Twitter)", CENTS (20), 75, 6, "Your X confirmation code is %s." },
  { "Microsoft / Outlook", CENTS (18), 80, 4, "Use %s as Microsoft account security code" },
  { "Discord", CENTS (19), 70, 6, "Your Discord security code is: %s" },
  { "Amazon", CENTS (27), 70, 6, "%s is your Amazon OTP. Do not share it with anyone." },
  { "Apple", CENTS (33), 50, 6, "Your Apple ID Code is: %s. Don't share it with anyone." },
  { "Lazada", CENTS (21), 20, 6, "Mã xác minh Lazada: %s" },
  { "Tinder", CENTS (48), 60, 6, "Your Tinder code is %s <b>Don't share</b> & stay safe" },
  { "Uber", CENTS (25), 60, 4, "Your Uber code is %s. Never share this code." },
  { "Grab", CENTS (23), 25, 6, "<#> %s is your Grab Activation Code" },
  { "Gojek", CENTS (22), 15, 4, "KODE RAHASIA Gojek: %s" },
  { "Netflix", CENTS (29), 45, 6, "Netflix: %s is your verification code." },
  { "PayPal", CENTS (37), 60, 6, "PayPal: %s is your security code. Don't share your code." },
  { "Yahoo", CENTS (16), 65, 5, "Your Yahoo verification code is %s" },
  { "LinkedIn", CENTS (24), 65, 6, "Your LinkedIn verification code is %s." },
  { "Snapchat", CENTS (17), 60, 6, "Snapchat Code: %s. Happy Snapping!" },
  { "Viber", CENTS (34), 55, 6, "Your Viber code is: %s" },
  { "WeChat", CENTS (125), 35, 6, "WeChat verification code (%s) may only be used once." },
  { "LINE", CENTS (41), 35, 6, PLAIN_MESSAGE },
  { "KakaoTalk", CENTS (52), 20, 6, "[Kakao] Verification code: %s" },
  { "Steam", CENTS (15), 60, 5, "Your Steam verification code is %s" },
  { "Airbnb", CENTS (21), 55, 6, "Your Airbnb verification code is: %s." },
  { "Claude", CENTS (58), 60, 6, "Your Claude verification code is: %s" },
  { "Momo", CENTS (35), 6, 4, "MoMo: Ma xac thuc cua Quy khach la %s" },
  { "Alibaba / Taobao", CENTS (38), 40, 6, "[Alibaba] Verification code: %s" },
  { "Any other", CENTS (12), 85, 6, PLAIN_MESSAGE },
};

/* An emoji in every fifth or sixth name, as such shops have them. */
const char *const hsp_shelf_markets[] = {
  "🇻🇳 Việt Nam", "Worldwide", "USA", "Brazil", "India", "Korea", "Japan", "France", "Germany",
  "Türkiye", "Indonesia", "Thailand", "Philippines", "España", NULL
};

const char *const hsp_shelf_qualities[] = {
  "real and active", "high quality", "mixed quality", "premium", "old accounts with posts",
  "female 80%", "male 80%",
  "non drop", "targeted", "no avatar, cheapest", "HQ profiles", "real users", NULL
};

const char *const hsp_shelf_qualities_vi[] = {
  "người dùng thật", "tài khoản Việt", "chất lượng cao", "nguồn sạch", "không tụt",
  "tốc độ ổn định", "lên nhanh",
  "giá rẻ", "tài khoản cũ, có bài đăng", NULL
};

const char *const hsp_shelf_promises[] = {
  "⚡ instant start", "♻️ 30 days refill", "365 days refill", "bảo hành 30 ngày", "lên ngay",
  "🔥 max 100K", "10K/day", "slow and natural", "no refill", "cancel any time", "best seller",
  "drop below 5%", "0-1 hour", "new", NULL
};

const char *const hsp_shelf_product_variants[] = {
  "new", "aged 2015–2018", "aged 2020", "verified by phone", "with recovery e-mail",
  "🇻🇳 IP Việt Nam", "US IP", "2FA on",
  "1 month", "3 months", "6 months", "12 months", "private profile", "shared, 1 device",
  "upgrade of your own account",
  "1 tháng", "12 tháng", "chính chủ", NULL
};

const char *const hsp_shelf_product_promises[] = {
  "⚡ delivered at once", "7 days warranty", "bảo hành 30 ngày", "format mail|pass",
  "định dạng user|pass|2fa", "✅ checked today", "change the password", "best seller",
  "no warranty", NULL
};

const HspShelfCategory *
hsp_shelf_categories (guint *n_categories)
{
  *n_categories = G_N_ELEMENTS (categories);
  return categories;
}

const HspShelfCountry *
hsp_shelf_countries (guint *n_countries)
{
  *n_countries = G_N_ELEMENTS (countries);
  return countries;
}

const HspShelfProject *
hsp_shelf_projects (guint *n_projects)
{
  *n_projects = G_N_ELEMENTS (projects);
  return projects;
}

const HspShelfFixture *
hsp_shelf_fixtures (guint *n_fixtures)
{
  *n_fixtures = G_N_ELEMENTS (fixtures);
  return fixtures;
}
